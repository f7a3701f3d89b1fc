import type { SandboxCall } from "./types.ts";

export type CallPredicate = (call: SandboxCall) => boolean;

interface Waiter {
	predicate: CallPredicate;
	resolve: (call: SandboxCall) => void;
	reject: (error: Error) => void;
	timer: NodeJS.Timeout;
}

/** The calls of a sandbox, newest last, and those who wait for one of them to reach a state. */
export interface CallLog {
	readonly calls: SandboxCall[];
	add(call: SandboxCall): void;
	/** To be told after every change of a call. */
	changed(call: SandboxCall): void;
	waitFor(predicate: CallPredicate, options?: { timeoutMs?: number }): Promise<SandboxCall>;
	clear(): void;
	close(): void;
}

const describe = (call: SandboxCall) =>
	`${call.provider} ${call.method} ${call.path} status=${call.status} chunks=${call.chunksSent} ` +
	`finished=${call.finished} aborted=${call.abortedAt !== null}`;

/** `keep` bounds memory: older calls are forgotten. */
export function createCallLog(keep: number): CallLog {
	const calls: SandboxCall[] = [];
	const waiters = new Set<Waiter>();

	const settle = (waiter: Waiter) => {
		clearTimeout(waiter.timer);
		waiters.delete(waiter);
	};
	const changed = (call: SandboxCall) => {
		for (const waiter of waiters) {
			if (!waiter.predicate(call)) continue;
			settle(waiter);
			waiter.resolve(call);
		}
	};
	return {
		calls,
		changed,
		add(call) {
			calls.push(call);
			if (calls.length > keep) calls.shift();
			changed(call);
		},
		waitFor(predicate, { timeoutMs = 60_000 } = {}) {
			const known = calls.find(predicate);
			if (known) return Promise.resolve(known);
			return new Promise((resolve, reject) => {
				const timer = setTimeout(() => {
					waiters.delete(waiter);
					const seen = calls.slice(-5).map(describe).join("; ") || "none";
					reject(new Error(`No sandbox call fitted within ${timeoutMs} ms. Last calls: ${seen}`));
				}, timeoutMs);
				const waiter: Waiter = { predicate, resolve, reject, timer };
				waiters.add(waiter);
			});
		},
		clear() {
			calls.length = 0;
		},
		close() {
			for (const waiter of waiters) {
				settle(waiter);
				waiter.reject(new Error("The sandbox was closed"));
			}
		},
	};
}
