import type { ModelFacts } from "../write-models.ts";
import type { Found } from "./change-rows.ts";
import { keepBetterFacts } from "./keep-better.ts";
import type { OpenChange, Sources } from "./known-model.ts";
import { mergePriceFact } from "./merge-price.ts";

/**
 * Merges what a new version ships onto the models that the catalog has: `onto` keeps what better sources told, and a
 * price by the rule of a sync; what that finds is gathered in `found` for the inbox.
 * @param open by model: what waits, and what a person dismissed
 */
export function seedMerge(open: ReadonlyMap<string, readonly OpenChange[]>) {
	const found: Found[] = [];
	const onto = (before: ModelFacts, told: ModelFacts): ModelFacts => {
		const merged = keepBetterFacts(before, told);
		// A better source's price stays, and so does what waits over it.
		if (merged.price === before.price) return merged;
		const evidence = { listed: undefined, refused: undefined, shipped: merged.price, open: open.get(told.id) ?? [] };
		const { price, change, obsolete } = mergePriceFact(before.price, evidence);
		found.push({ modelId: told.id, changes: change ? [change] : [], obsolete });
		if (price !== before.price) return merged;
		const sources = { ...(merged.sources as Sources), price: (before.sources as Sources).price };
		return { ...merged, price, priceState: before.priceState, sources };
	};
	return { onto, found };
}
