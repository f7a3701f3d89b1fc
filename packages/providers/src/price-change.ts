import { Decimal } from "decimal.js";
import { rateInPlaceOf } from "./cost.ts";
import { isZero } from "./cost-usd.ts";
import { ratesFor } from "./price.ts";
import { type Price, type PriceClass, priceClasses } from "./types.ts";

export const priceChangeKinds = ["none", "safe", "jump", "acrossZero", "lost"] as const;
/**
 * `safe` may be applied at once; `jump` (over 10 times up or down), `acrossZero` and `lost` (input or output has no known
 * rate any more, so that calls would be unpriced, or the fee of a request is named no longer) wait for a person.
 */
export type PriceChangeKind = (typeof priceChangeKinds)[number];

/** One rate that differs; `null` is unknown. USD per 1M tokens, or per request. */
export interface RateChange {
	priceClass: PriceClass | "request";
	aboveInputTokens: number;
	from: string | null;
	to: string | null;
	kind: PriceChangeKind;
}

export interface PriceChange {
	/** The gravest of the changes. */
	kind: PriceChangeKind;
	changes: RateChange[];
}

const jumpFactor = 10;

/**
 * Compares two prices rate by rate. A rate that becomes known is safe: no amount is contradicted. One that becomes unknown
 * where another takes its place counts as a change to that one.
 */
export function describePriceChange(before: Price | null, after: Price | null): PriceChange {
	const starts = new Set([...(before?.tiers ?? []), ...(after?.tiers ?? [])].map((tier) => tier.aboveInputTokens));
	const changes: RateChange[] = [];
	for (const aboveInputTokens of [...starts].sort((a, b) => a - b)) {
		const [old, fresh] = [before, after].map((price) => (price ? ratesFor(price, aboveInputTokens + 1) : {}));
		for (const priceClass of priceClasses) {
			const inPlace = fresh && rateInPlaceOf(priceClass, fresh);
			changes.push(rateChange(priceClass, aboveInputTokens, old?.[priceClass], fresh?.[priceClass], inPlace));
		}
	}
	changes.push(rateChange("request", 0, before?.perRequest, after?.perRequest));
	const differing = changes.filter(({ kind }) => kind !== "none");
	const rank = Math.max(0, ...differing.map(({ kind }) => priceChangeKinds.indexOf(kind)));
	return { kind: priceChangeKinds[rank] ?? "none", changes: differing };
}

function rateChange(
	priceClass: RateChange["priceClass"],
	aboveInputTokens: number,
	from: string | undefined,
	to: string | undefined,
	inPlace?: string,
): RateChange {
	return {
		priceClass,
		aboveInputTokens,
		from: from ?? null,
		to: to ?? null,
		kind: isLost(priceClass, from, to) ? "lost" : kindOf(from, to, inPlace),
	};
}

function isLost(priceClass: RateChange["priceClass"], from: string | undefined, to: string | undefined): boolean {
	if (from === undefined || to !== undefined) return false;
	// A fee that is not named is not charged: nothing takes its place.
	return priceClass === "input" || priceClass === "output" || (priceClass === "request" && !isZero(from));
}

function kindOf(from: string | undefined, to: string | undefined, inPlace?: string): PriceChangeKind {
	if (from !== undefined && to === undefined && inPlace !== undefined) {
		const kind = kindOf(from, inPlace);
		return kind === "none" ? "safe" : kind;
	}
	if (from === undefined || to === undefined) return from === to ? "none" : "safe";
	const [old, fresh] = [new Decimal(from), new Decimal(to)];
	if (old.eq(fresh)) return "none";
	if (old.isZero() || fresh.isZero()) return "acrossZero";
	return Decimal.max(old, fresh).gt(Decimal.min(old, fresh).times(jumpFactor)) ? "jump" : "safe";
}
