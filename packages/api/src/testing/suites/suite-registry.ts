import type { Logger } from "pino";

/** The suites that this process carries out. They depend on no request. */
export interface SuiteRegistry {
	/** Carries a suite out until it is over. Where that is being done, it looks again at once. */
	drive(suiteId: string, work: (drive: SuiteDrive) => Promise<void>): void;
	/** Begins no cell any more, and waits until nothing is being started. */
	close(): Promise<void>;
}

/** What the work on a suite is told. */
export interface SuiteDrive {
	/** Aborted when the process stops. */
	signal: AbortSignal;
	/** Resolves when somebody changes the suite from now on. */
	woken(): Promise<void>;
}

export function createSuiteRegistry({ log }: { log: Logger }): SuiteRegistry {
	const stopping = new AbortController();
	const driven = new Map<string, { ended: Promise<void>; wake: () => void }>();

	const drive: SuiteRegistry["drive"] = (suiteId, work) => {
		const known = driven.get(suiteId);
		if (known) return known.wake();
		if (stopping.signal.aborted) return;
		let bell = newBell();
		let [wakes, heard] = [0, 0];
		const woken = () => {
			heard = wakes;
			return bell.promise;
		};
		const wake = () => {
			wakes += 1;
			bell.ring();
			bell = newBell();
		};
		const ended = work({ signal: stopping.signal, woken })
			.catch((error) => log.error({ err: error, suiteId }, "suite interrupted; it goes on at the next look"))
			.finally(() => {
				driven.delete(suiteId);
				// Somebody changed it while the work was coming to its end.
				if (wakes !== heard) drive(suiteId, work);
			});
		driven.set(suiteId, { ended, wake });
	};

	return {
		drive,
		close: async () => {
			stopping.abort();
			await Promise.all([...driven.values()].map(({ ended }) => ended));
		},
	};
}

function newBell(): { promise: Promise<void>; ring: () => void } {
	let ring = (): void => {};
	const promise = new Promise<void>((resolve) => {
		ring = resolve;
	});
	return { promise, ring };
}
