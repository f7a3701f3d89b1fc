import { LRUCache, type Perf } from "lru-cache";
import type { Caller } from "../context.ts";
import { hashToken } from "./token.ts";

/**
 * Who began a run within the last minute, by the SHA-256 of their whole token. Who comes back with it is presumed to be the
 * same until the next run is written: that statement looks whether session or token and person are as they were. For
 * everything else, and before anybody is refused, the database is asked.
 */
export interface RecentCallers {
	of(token: string): Caller | undefined;
	keep(token: string, caller: Caller): void;
	/** Whoever had to be asked for is presumed again only after their next run. */
	forget(token: string): void;
}

/** Counted from when the database was asked: only that prolongs a session, and writes when it or a token was last used. */
const keptMs = 60_000;
const mostKept = 1_000;

/** @param clock tells the time in milliseconds from whenever, but 0 */
export function createRecentCallers(clock: Perf = performance): RecentCallers {
	const kept = new LRUCache<string, Caller>({ max: mostKept, ttl: keptMs, ttlResolution: 0, perf: clock });
	return {
		of: (token) => kept.get(hashToken(token)),
		keep: (token, caller) => void kept.set(hashToken(token), caller),
		forget: (token) => void kept.delete(hashToken(token)),
	};
}
