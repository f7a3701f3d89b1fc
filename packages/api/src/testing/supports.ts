import { schema } from "@llm-hub/db";
import { type Capability, type ProviderType, parameterNotes } from "@llm-hub/providers";
import { inArray } from "drizzle-orm";
import type { z } from "zod";
import type { UserContext } from "../context.ts";
import type { SupportsOutput, supportsInput } from "./schema.ts";

const { llmModels } = schema;

/** What each of these models does not take; models that the catalog does not have are left out. */
export async function describeSupport(
	{ db }: UserContext,
	{ modelIds }: z.infer<typeof supportsInput>,
): Promise<SupportsOutput> {
	const rows = await db
		.select({
			modelId: llmModels.id,
			displayName: llmModels.displayName,
			provider: llmModels.providerType,
			upstreamId: llmModels.upstreamId,
			capabilities: llmModels.capabilities,
		})
		.from(llmModels)
		.where(inArray(llmModels.id, modelIds));
	return {
		models: rows.map(({ modelId, displayName, provider, upstreamId, capabilities }) => {
			const notes = parameterNotes(provider as ProviderType, upstreamId, capabilities as Capability[]);
			return { modelId, displayName, notes };
		}),
	};
}
