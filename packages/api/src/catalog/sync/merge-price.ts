import { describePriceChange, hasSameRates, mergePrice, type Price, type ProviderType } from "@llm-hub/providers";
import type { NewChange, OpenChange } from "./known-model.ts";

export interface PriceMerge {
	/** What is in force from here on, but for an override. */
	price: Price | null;
	change: NewChange | null;
	/** Waiting changes that the sources no longer propose. */
	obsolete: number[];
}

export interface PriceEvidence {
	/** Of the model: some bill a class in a way of their own. */
	provider: ProviderType;
	/** The provider's own listing; absent where it gives no price. */
	listed: Price | undefined;
	/** Why the listing's price was refused. */
	refused: string | undefined;
	/** genai-prices, or the seed. */
	shipped: Price | null;
	/** Of this model. */
	open: readonly OpenChange[];
}

/** Why a price waits though it may differ little. */
const silence = (next: Price | null): string =>
	next
		? `The provider's listing no longer names a price. That of ${next.source} (${next.asOf}) differs from its last one.`
		: "The provider's listing no longer names a price, and no other source has one.";

/**
 * The price of a model in the order of the sources. A safe change applies; over ten times up or down, across zero, or to
 * an unknown one, the old price stays in force and the new one waits for a person, once: what a person dismissed is not
 * proposed again. The last price of a listing that no longer names one stays as well, with its date: silence is no price.
 */
export function mergePriceFact(current: Price | null, evidence: PriceEvidence): PriceMerge {
	const proposals = evidence.open.filter(({ kind }) => kind === "repriced" || kind === "sources_disagree");
	const obsolete = (kept?: OpenChange) =>
		proposals.filter((change) => change.state === "pending" && change !== kept).map(({ id }) => id);

	if (evidence.refused !== undefined) {
		const { refused } = evidence;
		const known = proposals.find(({ after }) => after?.refused === refused);
		const change = {
			kind: "sources_disagree",
			before: { price: current },
			after: { refused },
			state: "pending",
		} as const;
		return { price: current ?? evidence.shipped, change: known ? null : change, obsolete: obsolete(known) };
	}

	const price = mergePrice([evidence.listed, evidence.shipped]);
	const { kind, changes } = describePriceChange(current, price, evidence.provider);
	if (kind === "none") return { price, change: null, obsolete: obsolete() };

	const isOtherSource = current !== null && price !== null && current.source !== price.source;
	const contradicts = changes.some(({ from, to }) => from !== null && to !== null);
	const isSilent = current?.source === "provider" && evidence.listed === undefined;
	const change = {
		kind: isOtherSource ? "sources_disagree" : "repriced",
		before: { price: current },
		after: { price, ...(isSilent && { reason: silence(price) }) },
	} as const;
	if (kind === "safe" && !isSilent) {
		// A source that only knows more classes than the one before it is no news.
		const isNews = !isOtherSource || contradicts;
		return { price, change: isNews ? { ...change, state: "applied" } : null, obsolete: obsolete() };
	}
	const known = proposals.find(
		({ before, after }) =>
			after?.price !== undefined && hasSameRates(after.price, price) && hasSameRates(before?.price ?? null, current),
	);
	return { price: current, change: known ? null : { ...change, state: "pending" }, obsolete: obsolete(known) };
}
