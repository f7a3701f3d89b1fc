import { schema } from "@llm-hub/db";
import { type Price, priceState } from "@llm-hub/providers";
import type { TestApi } from "../test/harness.ts";
import { type ModelFacts, writeModels } from "./write-models.ts";

/** A flat price. USD per 1M tokens. */
export const flatPrice = (input: string, output: string): Price => ({
	tiers: [{ aboveInputTokens: 0, rates: { input, output } }],
	source: "seed",
	asOf: "2026-01-01",
});

/** A model by its id, as a source would tell it. */
export function modelFacts(id: string, changes: Partial<ModelFacts> = {}): ModelFacts {
	const slash = id.indexOf("/");
	const price = changes.price ?? null;
	return {
		id,
		providerType: id.slice(0, slash),
		endpointSlug: null,
		upstreamId: id.slice(slash + 1),
		displayName: id.slice(slash + 1),
		contextLength: null,
		maxOutputTokens: null,
		capabilities: ["chat"],
		enabled: true,
		price,
		priceState: priceState(price),
		sources: {},
		deprecationDate: null,
		replacedBy: null,
		releasedOn: null,
		knowledgeCutoff: null,
		retiredAt: null,
		...changes,
	};
}

/** Makes these the whole catalog. */
export async function setCatalog(api: TestApi, models: ModelFacts[]): Promise<void> {
	await api.db.delete(schema.modelPrices);
	await api.db.delete(schema.llmModels);
	await writeModels(api.db, models);
	api.services.catalogFreshness.forget();
}
