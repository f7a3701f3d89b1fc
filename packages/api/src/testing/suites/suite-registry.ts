import type { Logger } from "pino";
import { type Alarm, createAlarm } from "../alarm.ts";

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
	/** Rings when somebody changes the suite, and when the process stops. */
	alarm: Alarm;
}

export function createSuiteRegistry({ log }: { log: Logger }): SuiteRegistry {
	const stopping = new AbortController();
	const { signal } = stopping;
	const driven = new Map<string, { ended: Promise<void>; alarm: Alarm }>();

	const drive: SuiteRegistry["drive"] = (suiteId, work) => {
		const known = driven.get(suiteId);
		if (known) return known.alarm.ring();
		if (signal.aborted) return;
		const alarm = createAlarm(signal);
		const ended = work({ signal, alarm })
			.catch((error) => log.error({ err: error, suiteId }, "suite interrupted; it goes on at the next look"))
			.finally(() => {
				alarm.close();
				driven.delete(suiteId);
				// Somebody changed it while the work was coming to its end.
				if (alarm.hasRung) drive(suiteId, work);
			});
		driven.set(suiteId, { ended, alarm });
	};

	return {
		drive,
		close: async () => {
			stopping.abort();
			await Promise.all([...driven.values()].map(({ ended }) => ended));
		},
	};
}
