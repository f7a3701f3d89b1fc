import type { Price, ProviderType } from "@llm-hub/providers";
import type { ModelFacts } from "../write-models.ts";
import type { Found } from "./change-rows.ts";
import { keepBetterFacts } from "./keep-better.ts";
import type { OpenChange, Sources } from "./known-model.ts";
import { mergePriceFact } from "./merge-price.ts";

const isShipped = (price: Price | null): boolean => price?.source === "seed" || price?.source === "genai-prices";

/** What the provider's listing proposed is for the next listing to take back. */
const isOfListing = ({ after }: OpenChange): boolean =>
	after?.refused !== undefined || after?.price?.source === "provider";

/**
 * Merges what a new version ships onto the models that the catalog has: `onto` keeps what better sources told, and a
 * price by the rule of a sync; what that finds is gathered in `found` for the inbox.
 * @param open by model: what waits, and what a person dismissed
 */
export function seedMerge(open: ReadonlyMap<string, readonly OpenChange[]>) {
	const found: Found[] = [];
	const onto = (before: ModelFacts, told: ModelFacts): ModelFacts => {
		const merged = keepBetterFacts(before, told);
		// A price that was shipped and is no longer has become unknown.
		const shipped = told.price === null && isShipped(before.price) ? null : merged.price;
		// A better source's price stays, and so does what waits over it.
		if (shipped === before.price) return merged;
		const proposals = (open.get(told.id) ?? []).filter((change) => !isOfListing(change));
		const provider = told.providerType as ProviderType;
		const evidence = { provider, listed: undefined, refused: undefined, shipped, open: proposals };
		const { price, change, obsolete } = mergePriceFact(before.price, evidence);
		// Nobody is asked about the price of a model that has retired.
		const isTold = change !== null && (change.state === "applied" || merged.retiredAt === null);
		found.push({ modelId: told.id, changes: isTold ? [change] : [], obsolete });
		if (price !== before.price) return merged;
		const sources = { ...(merged.sources as Sources), price: (before.sources as Sources).price };
		return { ...merged, price, priceState: before.priceState, sources };
	};
	return { onto, found };
}
