import { isDeepStrictEqual } from "node:util";
import { type DbOrTx, schema } from "@llm-hub/db";
import { describePriceChange, type Price } from "@llm-hub/providers";
import { getTableColumns, inArray, type SQL, sql } from "drizzle-orm";

const { llmModels, modelPrices } = schema;

type Row = typeof llmModels.$inferSelect;
type PriceColumn = "inputPer1M" | "outputPer1M" | "cachedInputPer1M";

/** A model as a source tells it. `enabled` counts for a new model only: later it is the admins' choice. */
export type ModelFacts = Omit<Row, "firstSeenAt" | "updatedAt" | "price" | PriceColumn> & { price: Price | null };

/** Rows in one statement; PostgreSQL takes 65,535 parameters. */
const batchSize = 200;

const kept: ReadonlySet<string> = new Set(["id", "enabled", "firstSeenAt"]);

/** Every column but those that are kept, from the row that could not be inserted. */
const replacement = Object.fromEntries(
	Object.entries(getTableColumns(llmModels))
		.filter(([name]) => !kept.has(name))
		.map(([name, column]) => [name, sql.raw(`excluded."${column.name}"`)]),
) as Record<string, SQL>;

/**
 * Adds models to the catalog and brings those it has up to date; unchanged rows are left alone. A price that is new or
 * has other rates is added to the price history.
 */
export async function writeModels(tx: DbOrTx, models: readonly ModelFacts[]): Promise<{ changed: number }> {
	const ids = models.map(({ id }) => id);
	const rows = ids.length === 0 ? [] : await tx.select().from(llmModels).where(inArray(llmModels.id, ids));
	const before = new Map(rows.map((row) => [row.id, row]));
	const now = new Date();
	const changed = models
		.map((facts) => ({ ...facts, ...priceColumns(facts), updatedAt: now }))
		.filter((row) => !isSame(before.get(row.id), row));
	const prices = changed
		.filter(
			({ id, price }) => describePriceChange((before.get(id)?.price ?? null) as Price | null, price).kind !== "none",
		)
		.map(({ id, price }) => ({ modelId: id, price, source: price?.source ?? "unknown", validFrom: now }));
	for (const batch of batches(changed)) {
		await tx.insert(llmModels).values(batch).onConflictDoUpdate({ target: llmModels.id, set: replacement });
	}
	for (const batch of batches(prices)) await tx.insert(modelPrices).values(batch);
	return { changed: changed.length };
}

/** The first tier's rates, for sorting and filtering; "0" stands for free and for nothing else. */
function priceColumns({
	price,
	priceState,
}: Pick<ModelFacts, "price" | "priceState">): Record<PriceColumn, string | null> {
	const rates = price?.tiers[0]?.rates;
	const absent = priceState === "free" ? "0" : null;
	return {
		inputPer1M: rates?.input ?? absent,
		outputPer1M: rates?.output ?? absent,
		cachedInputPer1M: rates?.cachedInput ?? null,
	};
}

/** The columns that repeat the price need no comparing. */
const notCompared: ReadonlySet<string> = new Set([
	"enabled",
	"updatedAt",
	"inputPer1M",
	"outputPer1M",
	"cachedInputPer1M",
]);

function isSame(before: Row | undefined, after: Record<string, unknown>): boolean {
	if (!before) return false;
	const stored: Record<string, unknown> = before;
	return Object.entries(after).every(
		([name, value]) => notCompared.has(name) || isDeepStrictEqual(stored[name], value),
	);
}

function* batches<T>(items: readonly T[]): Generator<T[]> {
	for (let start = 0; start < items.length; start += batchSize) yield items.slice(start, start + batchSize);
}
