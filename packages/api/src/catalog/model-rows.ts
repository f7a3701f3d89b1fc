import { schema } from "@llm-hub/db";
import { type Capability, type FactSource, type ProviderType, providerInfo } from "@llm-hub/providers";
import { and, eq, sql } from "drizzle-orm";
import { sandboxSlug } from "../keys/operator-targets.ts";

const { llmModels, llmProviders } = schema;

/** What listings show of a model, and the name of its endpoint, joined by `endpointOfModel`. */
export const modelColumns = {
	id: llmModels.id,
	providerType: sql<ProviderType>`${llmModels.providerType}`,
	endpointSlug: llmModels.endpointSlug,
	endpointName: llmProviders.name,
	upstreamId: llmModels.upstreamId,
	displayName: llmModels.displayName,
	contextLength: llmModels.contextLength,
	maxOutputTokens: llmModels.maxOutputTokens,
	capabilities: sql<Capability[]>`${llmModels.capabilities}`,
	enabled: llmModels.enabled,
	// Without the zeros that the column's scale appends: "2.5", "0".
	inputPer1M: sql<string | null>`trim_scale(${llmModels.inputPer1M})::text`,
	outputPer1M: sql<string | null>`trim_scale(${llmModels.outputPer1M})::text`,
	cachedInputPer1M: sql<string | null>`trim_scale(${llmModels.cachedInputPer1M})::text`,
	priceState: llmModels.priceState,
	priceSource: sql<FactSource | null>`${llmModels.price} ->> 'source'`,
	priceAsOf: sql<string | null>`${llmModels.price} ->> 'asOf'`,
	deprecationDate: llmModels.deprecationDate,
	retiredAt: llmModels.retiredAt,
	firstSeenAt: llmModels.firstSeenAt,
	updatedAt: llmModels.updatedAt,
};

export const endpointOfModel = and(
	eq(llmProviders.providerType, "custom"),
	eq(llmProviders.slug, llmModels.endpointSlug),
);

interface NamedRow {
	providerType: ProviderType;
	endpointSlug: string | null;
	endpointName: string | null;
}

/** The row with what people call its provider, or its endpoint. */
export function named<Row extends NamedRow>(row: Row): Omit<Row, "endpointName"> & { providerName: string } {
	const { endpointName, ...model } = row;
	const own = model.endpointSlug === sandboxSlug ? "Sandbox" : endpointName;
	return { ...model, providerName: own ?? providerInfo[model.providerType].displayName };
}

/** What a provider recommends instead of a model, in its own words, and the id of that one where the catalog has it. */
export function replacementOf(
	{ id, upstreamId, replacedBy }: { id: string; upstreamId: string; replacedBy: string | null },
	entries: ReadonlyMap<string, unknown>,
): { upstreamId: string; modelId: string | null } | null {
	if (replacedBy === null) return null;
	const modelId = `${id.slice(0, id.length - upstreamId.length)}${replacedBy}`;
	return { upstreamId: replacedBy, modelId: entries.has(modelId) ? modelId : null };
}
