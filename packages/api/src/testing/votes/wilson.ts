import type { Estimate } from "./schema.ts";

/** The standard normal's 97.5 % quantile. */
const z = 1.959963984540054;

/**
 * A share with its 95 % score interval, which stays within 0 and 1 and means something for few trials as well.
 * Formula: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927).
 */
export function wilson(successes: number, trials: number): Estimate {
	if (trials === 0) return { value: 0, low: 0, high: 1 };
	const share = successes / trials;
	const spread = 1 + z ** 2 / trials;
	const centre = (share + z ** 2 / (2 * trials)) / spread;
	const half = (z / spread) * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
	return { value: share, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
