import type { Logger } from "pino";
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { LimitExceededError, UnavailableError } from "./errors.ts";
import type { SharedStore } from "./shared-store.ts";

export interface RateLimiter {
	/**
	 * Takes one of this minute's calls.
	 * @throws LimitExceededError when none is left; UnavailableError while the shared store cannot count
	 */
	take(key: string): Promise<void>;
}

interface Options {
	/** What is limited, in words for people: `runs`, `key tests`. */
	what: string;
	perMinute: number;
	/** Where all servers count together; null counts in this process, which then is the only one. */
	store: SharedStore | null;
	log: Logger;
}

/**
 * At most `perMinute` calls a key in each window of a minute, which begins with its first call. With a shared store each
 * call is one Lua script there. A store that fails refuses: a count of this process alone would let each server allow it all.
 */
export function createRateLimiter({ what, perMinute, store, log }: Options): RateLimiter {
	const window = { points: perMinute, duration: 60, keyPrefix: `llm-hub:limit:${what.replaceAll(" ", "-")}` };
	const limiter = store
		? new RateLimiterRedis({ ...window, storeClient: store.client, rejectIfRedisNotReady: true })
		: new RateLimiterMemory(window);
	return {
		take: async (key) => {
			try {
				await limiter.consume(key);
			} catch (refusal) {
				if (refusal instanceof RateLimiterRes) throw exceeded(what, perMinute, refusal.msBeforeNext);
				log.debug({ what, reason: refusal instanceof Error ? refusal.message : "unknown" }, "limits cannot be counted");
				throw new UnavailableError(
					`The ${what} of this minute cannot be counted, as Redis does not answer. Nothing was started: try again soon.`,
					{ rule: "limits_unavailable", retryAfterSeconds: 5 },
				);
			}
		},
	};
}

function exceeded(what: string, perMinute: number, msBeforeNext: number): LimitExceededError {
	const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
	const resetsAt = new Date(Date.now() + Math.max(0, msBeforeNext));
	const message = `At most ${perMinute} ${what} a minute. Try again in ${seconds} s.`;
	return new LimitExceededError(message, seconds, { rule: "per_minute", limit: perMinute, resetsAt });
}
