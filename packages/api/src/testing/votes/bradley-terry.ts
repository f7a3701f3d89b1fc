import type { Estimate } from "./schema.ts";

/** One vote's comparisons: `winner` over every other; a tie of all when it is null. Models are numbers from 0. */
export interface Comparison {
	models: readonly number[];
	winner: number | null;
}

const resamples = 100;
const seed = 20_250_101;

/**
 * The models' strengths from paired comparisons, on Elo's scale: 1000 is average, 400 more is ten to one. A tie is half a
 * win for each; everybody has one more tie with an average opponent, so that nobody's strength is endless.
 * Model: R. A. Bradley and M. E. Terry, Biometrika 39 (1952); solved by the MM iteration of D. R. Hunter, Annals of
 * Statistics 32 (2004). The 95 % intervals are percentiles of a bootstrap over votes (B. Efron, Annals of Statistics 7,
 * 1979) with a fixed seed: the same votes give the same interval.
 */
export function bradleyTerry(comparisons: readonly Comparison[], count: number): Estimate[] {
	const strengths = strengthsOf(comparisons, count, 200);
	const random = generator(seed);
	const samples = Array.from({ length: resamples }, () => {
		const drawn = comparisons.map(() => comparisons[Math.floor(random() * comparisons.length)] as Comparison);
		return strengthsOf(drawn, count, 30, strengths).map(toElo);
	});
	return strengths.map((strength, model) => {
		const sorted = samples.map((sample) => sample[model] as number).toSorted((a, b) => a - b);
		return { value: toElo(strength), low: at(sorted, 0.025), high: at(sorted, 0.975) };
	});
}

const toElo = (strength: number): number => 1000 + 400 * Math.log10(strength);
const at = (sorted: readonly number[], share: number): number =>
	sorted[Math.round(share * (sorted.length - 1))] ?? 1000;

/** Strengths with 1 as the average opponent's. */
function strengthsOf(
	comparisons: readonly Comparison[],
	count: number,
	most: number,
	from?: readonly number[],
): number[] {
	const wins = new Float64Array(count).fill(0.5);
	const met = new Map<number, number>();
	for (const { models, winner } of comparisons) {
		for (const [index, a] of models.entries()) {
			for (const b of models.slice(index + 1)) {
				if (winner !== null && winner !== a && winner !== b) continue;
				const [low, high] = a < b ? [a, b] : [b, a];
				met.set(low * count + high, (met.get(low * count + high) ?? 0) + 1);
				wins[a] = (wins[a] ?? 0) + share(winner, a);
				wins[b] = (wins[b] ?? 0) + share(winner, b);
			}
		}
	}
	const pairs = [...met].map(([key, times]) => ({ a: Math.floor(key / count), b: key % count, times }));
	let strengths = Float64Array.from(from ?? new Array(count).fill(1));
	for (let step = 0; step < most; step++) {
		// The average opponent's strength is 1, and everybody met it once.
		const weights = strengths.map((strength) => 1 / (strength + 1));
		for (const { a, b, times } of pairs) {
			const weight = times / ((strengths[a] ?? 1) + (strengths[b] ?? 1));
			weights[a] = (weights[a] ?? 0) + weight;
			weights[b] = (weights[b] ?? 0) + weight;
		}
		const next = strengths.map((_, model) => (wins[model] ?? 0) / (weights[model] ?? 1));
		const change = Math.max(...next.map((value, model) => Math.abs(Math.log(value / (strengths[model] ?? 1)))));
		strengths = next;
		if (change < 1e-6) break;
	}
	return [...strengths];
}

const share = (winner: number | null, model: number): number => (winner === null ? 0.5 : winner === model ? 1 : 0);

/** Numbers from 0 to 1 that look like chance and are the same every time (T. Ettinger's mulberry32). */
function generator(start: number): () => number {
	let state = start;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}
