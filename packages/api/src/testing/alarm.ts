/** Wakes one reader. What happens while it does not wait is not missed. */
export interface Alarm {
	ring(): void;
	/** It has rung since the last wait. */
	readonly hasRung: boolean;
	/** Resolves when it rings, or has rung since the last wait; where `withinMs` is given, at the latest then. */
	wait(withinMs: number | null): Promise<void>;
	/** Nobody waits any more. */
	close(): void;
}

const atOnce = Promise.resolve();

/** @param signal rings as well when it aborts, and from then on nobody waits */
export function createAlarm(signal?: AbortSignal): Alarm {
	let hasRung = false;
	let wake: (() => void) | null = null;
	const ring = () => {
		hasRung = true;
		wake?.();
	};
	signal?.addEventListener("abort", ring);
	return {
		ring,
		get hasRung() {
			return hasRung;
		},
		wait: (withinMs) => {
			if (hasRung || signal?.aborted) {
				hasRung = false;
				return atOnce;
			}
			return new Promise((resolve) => {
				const settle = () => {
					clearTimeout(timer);
					wake = null;
					hasRung = false;
					resolve();
				};
				const timer = withinMs === null ? undefined : setTimeout(settle, withinMs).unref();
				wake = settle;
			});
		},
		close: () => signal?.removeEventListener("abort", ring),
	};
}
