import { isDeepStrictEqual } from "node:util";
import { type DbOrTx, insertOf, listOf, rowsOf, schema } from "@llm-hub/db";
import { hasSameRates, type Price } from "@llm-hub/providers";
import { getTableColumns, inArray, sql } from "drizzle-orm";
import { overridesOf, underOverride, withoutOverride } from "./sync/price-in-force.ts";

const { llmModels, modelPrices } = schema;

type Row = Omit<typeof llmModels.$inferSelect, "price"> & { price: Price | null };
type PriceColumn = "inputPer1M" | "outputPer1M" | "cachedInputPer1M";

/** A model as a source tells it. `enabled` counts for a new model only: later it is the admins' choice. */
export type ModelFacts = Omit<Row, "firstSeenAt" | "updatedAt" | "price" | PriceColumn> & { price: Price | null };

const columns = getTableColumns(llmModels);
/** What a write names: a new row has the moment of its insertion. */
const written = (Object.keys(columns) as (keyof typeof columns)[]).filter((name) => name !== "firstSeenAt");

/** What takes the place of what was there, in a row that could not be inserted. */
const replaced = sql.raw(
	written
		.filter((name) => name !== "id" && name !== "enabled")
		.map((name) => `"${columns[name].name}" = excluded."${columns[name].name}"`)
		.join(", "),
);

/** Held to the end of a transaction by whatever changes models or their prices, so that none undoes another's work. */
export const lockCatalog = (tx: DbOrTx) => tx.execute(sql`select pg_advisory_xact_lock(hashtext('llm-hub catalog'))`);

export interface WriteOptions {
	/** Merges what is told of a model onto the row that it has; default: what is told replaces it. */
	onto?: (before: Row, told: ModelFacts) => ModelFacts;
	at?: Date;
}

/**
 * Adds models to the catalog and brings those it has up to date; unchanged rows are left alone. Where an admin has set
 * a price, that one stays in force over the told one. A price in force that is new or has other rates is added to the
 * price history.
 */
export async function writeModels(
	tx: DbOrTx,
	models: readonly ModelFacts[],
	{ onto = (_before, told) => told, at: now = new Date() }: WriteOptions = {},
): Promise<{ changed: number }> {
	await lockCatalog(tx);
	const ids = models.map(({ id }) => id);
	const rows = ids.length === 0 ? [] : await tx.select().from(llmModels).where(inArray(llmModels.id, ids));
	const before = new Map(rows.map((row) => [row.id, { ...row, price: row.price as Price | null }]));
	const overrides = await overridesOf(tx, ids);
	const standing: ModelFacts[] = [];
	for (const told of models) {
		const row = before.get(told.id);
		const override = overrides.get(told.id);
		const merged = row ? onto(withoutOverride(row, override), told) : told;
		standing.push(await underOverride(tx, merged, override));
	}
	const changed = standing
		.map((facts) => ({ ...facts, ...priceColumns(facts), updatedAt: updatedAt(before.get(facts.id), facts, now) }))
		.filter((row) => !isSame(before.get(row.id), row));
	const prices = changed
		.filter(({ id, price }) => isOtherPrice(before.get(id)?.price ?? null, price))
		.map(({ id, price }) => ({ modelId: id, price, source: price?.source ?? "unknown", validFrom: now }));
	if (changed.length > 0) {
		const names = listOf(llmModels, written);
		const rows = sql`select ${names} from ${rowsOf(llmModels, changed)}`;
		await tx.execute(sql`insert into ${llmModels} (${names}) ${rows} on conflict (id) do update set ${replaced}`);
	}
	if (prices.length > 0) await tx.execute(insertOf(modelPrices, prices));
	return { changed: changed.length };
}

/** Whether the history tells of it: other rates, or a person's word in the place of a source's. */
const isOtherPrice = (before: Price | null, after: Price | null): boolean =>
	!hasSameRates(before, after) || (before?.source === "override") !== (after?.source === "override");

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

function isSame(before: Row | undefined, after: Record<string, unknown>, leftOut = notCompared): boolean {
	if (!before) return false;
	const stored: Record<string, unknown> = before;
	return Object.entries(after).every(([name, value]) => leftOut.has(name) || isDeepStrictEqual(stored[name], value));
}

const evidenceOnly: ReadonlySet<string> = new Set([...notCompared, "sources", "price"]);

/** A fact that was only read again is no update. */
function updatedAt(before: Row | undefined, facts: ModelFacts, now: Date): Date {
	const isReadAgain =
		before !== undefined && isSame(before, facts, evidenceOnly) && !isOtherPrice(before.price, facts.price);
	return isReadAgain ? before.updatedAt : now;
}
