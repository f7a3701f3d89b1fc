import { readsOf, schema } from "@llm-hub/db";
import type { Price, PriceState } from "@llm-hub/providers";
import { sql } from "drizzle-orm";
import { batched, perDb } from "../batched.ts";
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
export const findModel = ({ db }: Pick<Context, "db">, modelId: string): Promise<CatalogModel | null> =>
	modelById(db, modelId);

const { llmModels } = schema;

const selectByIds = perDb((db) =>
	db
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
		.where(sql`${llmModels.id} = any(${sql.placeholder("ids")})`)
		.prepare("models_by_id"),
);

const modelById = batched(async (db, ids: string[]): Promise<(CatalogModel | null)[]> => {
	const rows = await selectByIds(readsOf(db)).execute({ ids });
	const byId = new Map(rows.map((row) => [row.id, { ...row, price: row.price as Price | null }]));
	return ids.map((id) => byId.get(id) ?? null);
});
