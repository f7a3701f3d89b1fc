import { Decimal } from "decimal.js";
import { billedRate } from "./cost.ts";
import { ratesFor } from "./price.ts";
import { type Price, type PriceClass, priceClasses } from "./types.ts";
import type { ProviderType } from "./vocabulary.ts";

export const priceChangeKinds = ["none", "safe", "jump", "acrossZero", "lost"] as const;
/**
 * By what is billed: `safe` may be applied at once; `jump` (over 10 times up or down), `acrossZero` and `lost` (no rate is
 * known any more, so that calls would be unpriced) wait for a person.
 */
export type PriceChangeKind = (typeof priceChangeKinds)[number];

/** One rate that differs; `null` is none. USD per 1M tokens, or per request. */
export interface RateChange {
	priceClass: PriceClass | "request";
	aboveInputTokens: number;
	/** The class's own rate. */
	from: string | null;
	to: string | null;
	/** What is billed for it: its own rate, else the one that stands in its place; `null` is unknown. */
	billedFrom: string | null;
	billedTo: string | null;
	kind: PriceChangeKind;
}

export interface PriceChange {
	/** The gravest of the changes. */
	kind: PriceChangeKind;
	changes: RateChange[];
}

const jumpFactor = 10;

/** Whether two prices name the same rates, whoever names them and when. */
export const hasSameRates = (a: Price | null, b: Price | null): boolean =>
	startsOf(a, b).every((start) =>
		priceClasses.every((priceClass) => isSame(ratesAt(a, start)[priceClass], ratesAt(b, start)[priceClass])),
	) && isSame(a?.perRequest, b?.perRequest);

/**
 * Compares two prices by what each class is billed at. A class that gets a rate of its own, or loses it, changes from or
 * to the rate that stands in its place, and the fee of a request from or to nothing. What was unknown and becomes known
 * is safe: no amount is contradicted.
 */
export function describePriceChange(before: Price | null, after: Price | null, provider: ProviderType): PriceChange {
	const tiers = startsOf(before, after).map((start) => changesOfTier(before, after, start, provider));
	const changes = [...tiers.flat(), ...feeChange(before, after)].filter(({ kind }) => kind !== "none");
	return { kind: gravest(changes), changes };
}

function changesOfTier(
	before: Price | null,
	after: Price | null,
	aboveInputTokens: number,
	provider: ProviderType,
): RateChange[] {
	const [old, fresh] = [ratesAt(before, aboveInputTokens), ratesAt(after, aboveInputTokens)];
	const changes = priceClasses.map((priceClass) =>
		withKind({
			priceClass,
			aboveInputTokens,
			from: old[priceClass] ?? null,
			to: fresh[priceClass] ?? null,
			billedFrom: billedRate(provider, old, priceClass) ?? null,
			billedTo: billedRate(provider, fresh, priceClass) ?? null,
		}),
	);
	const own = changes.filter(({ from, to }) => from !== null || to !== null);
	// What follows another class's rate is told only where no rate moves as gravely.
	const rank = rankOf(gravest(own));
	const follows = (change: RateChange) => !own.includes(change) && isCounted(provider, change.priceClass);
	return [...own, ...changes.filter((change) => follows(change) && rankOf(change.kind) > rank)];
}

/** Whether a usage of the provider's may count a class apart: cached sound is counted by Google alone. */
const isCounted = (provider: ProviderType, priceClass: RateChange["priceClass"]): boolean =>
	priceClass !== "cachedAudioInput" || provider === "google";

/** A fee that a price does not name is not charged. */
function feeChange(before: Price | null, after: Price | null): RateChange[] {
	const [from, to] = [before?.perRequest ?? null, after?.perRequest ?? null];
	if (from === null && to === null) return [];
	const [billedFrom, billedTo] = [before && (from ?? "0"), after && (to ?? "0")];
	return [withKind({ priceClass: "request", aboveInputTokens: 0, from, to, billedFrom, billedTo })];
}

const withKind = (change: Omit<RateChange, "kind">): RateChange => ({ ...change, kind: kindOf(change) });

function kindOf({ from, to, billedFrom, billedTo, priceClass }: Omit<RateChange, "kind">): PriceChangeKind {
	const unlessSame = isSame(from, to) ? "none" : "safe";
	if (billedFrom === null) return unlessSame;
	// No call is billed by it.
	if (billedTo === null) return priceClass === "imageInput" ? unlessSame : "lost";
	const [old, fresh] = [new Decimal(billedFrom), new Decimal(billedTo)];
	if (old.eq(fresh)) return unlessSame;
	if (old.isZero() || fresh.isZero()) return "acrossZero";
	return Decimal.max(old, fresh).gt(Decimal.min(old, fresh).times(jumpFactor)) ? "jump" : "safe";
}

const rankOf = (kind: PriceChangeKind): number => priceChangeKinds.indexOf(kind);

const gravest = (changes: readonly RateChange[]): PriceChangeKind =>
	priceChangeKinds[Math.max(0, ...changes.map(({ kind }) => rankOf(kind)))] ?? "none";

const startsOf = (...prices: (Price | null)[]): number[] =>
	[...new Set(prices.flatMap((price) => price?.tiers.map((tier) => tier.aboveInputTokens) ?? []))].sort(
		(a, b) => a - b,
	);

const ratesAt = (price: Price | null, aboveInputTokens: number) => (price ? ratesFor(price, aboveInputTokens + 1) : {});

const isSame = (a: string | null | undefined, b: string | null | undefined): boolean =>
	a === b || (a && b ? new Decimal(a).eq(b) : (a ?? null) === (b ?? null));
