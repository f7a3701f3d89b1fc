import { schema } from "@llm-hub/db";
import type { Price, PriceState } from "@llm-hub/providers";
import { eq } from "drizzle-orm";
import type { Context } from "../context.ts";

/** What a run needs to know of a model before it spends. */
export interface CatalogModel {
	id: string;
	displayName: string;
	enabled: boolean;
	retiredAt: Date | null;
	contextLength: number | null;
	maxOutputTokens: number | null;
	/** The price in force; null is unknown. */
	price: Price | null;
	priceState: PriceState;
}

/** The catalog's row of a model, or null when the catalog does not have it. */
export async function findModel({ db }: Pick<Context, "db">, modelId: string): Promise<CatalogModel | null> {
	const { llmModels } = schema;
	const [row] = await db
		.select({
			id: llmModels.id,
			displayName: llmModels.displayName,
			enabled: llmModels.enabled,
			retiredAt: llmModels.retiredAt,
			contextLength: llmModels.contextLength,
			maxOutputTokens: llmModels.maxOutputTokens,
			price: llmModels.price,
			priceState: llmModels.priceState,
		})
		.from(llmModels)
		.where(eq(llmModels.id, modelId));
	return row ? { ...row, price: row.price as Price | null } : null;
}
