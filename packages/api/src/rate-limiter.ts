import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { LimitExceededError } from "./errors.ts";

export interface RateLimiter {
	/** Takes one of this minute's calls. @throws LimitExceededError when none is left. */
	take(key: string): Promise<void>;
}

/** At most `perMinute` calls a key in each window of a minute, counted in this process. */
export function createRateLimiter(what: string, perMinute: number): RateLimiter {
	const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
	return {
		take: async (key) => {
			try {
				await limiter.consume(key);
			} catch (refusal) {
				if (!(refusal instanceof RateLimiterRes)) throw refusal;
				const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
				throw new LimitExceededError(`At most ${perMinute} ${what} a minute. Try again in ${seconds} s.`, seconds, {
					limit: perMinute,
				});
			}
		},
	};
}
