import { schema } from "@llm-hub/db";
import { type Capability, type FactSource, type Price, type ProviderType, providerInfo } from "@llm-hub/providers";
import { and, arrayContains, asc, count, eq, gte, ilike, inArray, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import { NotFoundError, UnauthorizedError } from "../errors.ts";
import { sandboxSlug } from "../keys/operator-targets.ts";
import type { ListModelsInput, ModelDetailOutput, ModelOutput } from "./schema.ts";
import { type JudgeModels, judgeModels, type ListedModel } from "./usable.ts";

const { llmModels, llmProviders } = schema;

const columns = {
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

const endpointOfModel = and(eq(llmProviders.providerType, "custom"), eq(llmProviders.slug, llmModels.endpointSlug));

type Caller = Pick<Context, "db" | "services" | "actor">;
type Listing = { models: ModelOutput[]; total: number };

/**
 * A page of the catalog and how many models the filters leave in all, each with whether the caller may use it.
 * @throws UnauthorizedError for the filter `usable` where nobody is signed in
 */
export async function listCatalog(ctx: Caller, input: ListModelsInput): Promise<Listing> {
	if (input.usable !== undefined) return listUsable(ctx, input, input.usable);
	const where = and(...filters(input));
	const [judge, rows] = await Promise.all([
		judgeModels(ctx),
		selectModels(ctx, input, where).limit(input.limit).offset(input.offset),
	]);
	const isWhole = input.offset === 0 && rows.length < input.limit;
	const [counted] = isWhole ? [] : await ctx.db.select({ total: count() }).from(llmModels).where(where);
	return { models: await withUsability(rows, judge), total: counted?.total ?? rows.length };
}

/** No SQL knows the rules: all models that the other filters leave are judged, and the page is read of those that fit. */
async function listUsable(ctx: Caller, input: ListModelsInput, usable: boolean): Promise<Listing> {
	if (ctx.actor === null) throw new UnauthorizedError("Sign in to see which models you may use.");
	const { id, endpointSlug, enabled, priceState } = llmModels;
	const { providerType } = columns;
	const [judge, all] = await Promise.all([
		judgeModels(ctx),
		ctx.db
			.select({ id, providerType, endpointSlug, enabled, priceState })
			.from(llmModels)
			.where(and(...filters(input)))
			.orderBy(...orderOf(input), asc(id)),
	]);
	const judged = await judge(all);
	const fitting = all.filter((_, index) => judged[index]?.usable === usable);
	const ids = fitting.slice(input.offset, input.offset + input.limit).map((model) => model.id);
	const rows = ids.length === 0 ? [] : await selectModels(ctx, input, inArray(id, ids));
	return { models: await withUsability(rows, judge), total: fitting.length };
}

const selectModels = ({ db }: Caller, input: ListModelsInput, where: SQL | undefined) =>
	db
		.select(columns)
		.from(llmModels)
		.leftJoin(llmProviders, endpointOfModel)
		.where(where)
		.orderBy(...orderOf(input), asc(llmModels.id));

/** One model with its evidence, also a retired one. @throws NotFoundError */
export async function showModel(ctx: Caller, id: string): Promise<ModelDetailOutput> {
	const [row] = await ctx.db
		.select({ ...columns, price: llmModels.price, sources: llmModels.sources })
		.from(llmModels)
		.leftJoin(llmProviders, endpointOfModel)
		.where(eq(llmModels.id, id));
	if (!row) throw new NotFoundError("The catalog has no such model.");
	const judge = await judgeModels(ctx);
	const { price, sources, ...model } = row;
	const [usability] = await judge([model]);
	return {
		...named(model),
		usability: usability ?? null,
		price: price as Price | null,
		sources: sources as ModelDetailOutput["sources"],
	};
}

async function withUsability<Row extends ListedModel & NamedRow>(rows: Row[], judge: JudgeModels) {
	const judged = await judge(rows);
	return rows.map((row, index) => ({ ...named(row), usability: judged[index] ?? null }));
}

interface NamedRow {
	providerType: ProviderType;
	endpointSlug: string | null;
	endpointName: string | null;
}

function named<Row extends NamedRow>(row: Row): Omit<Row, "endpointName"> & { providerName: string } {
	const { endpointName, ...model } = row;
	const own = model.endpointSlug === sandboxSlug ? "Sandbox" : endpointName;
	return { ...model, providerName: own ?? providerInfo[model.providerType].displayName };
}

function filters(input: ListModelsInput): (SQL | undefined)[] {
	return [
		...words(input.search).map((word) => or(ilike(llmModels.id, word), ilike(llmModels.displayName, word))),
		input.provider && eq(llmModels.providerType, input.provider),
		input.endpoint === undefined ? undefined : eq(llmModels.endpointSlug, input.endpoint),
		input.capability && arrayContains(llmModels.capabilities, [input.capability]),
		input.enabled === undefined ? undefined : eq(llmModels.enabled, input.enabled),
		input.includeRetired ? undefined : isNull(llmModels.retiredAt),
		input.minPrice === undefined ? undefined : gte(llmModels.inputPer1M, input.minPrice.toString()),
		input.maxPrice === undefined ? undefined : lte(llmModels.inputPer1M, input.maxPrice.toString()),
		input.minContext === undefined ? undefined : gte(llmModels.contextLength, input.minContext),
	];
}

/** LIKE patterns for the words of a search; more words than ten narrow nothing further. */
const words = (search = ""): string[] =>
	search
		.split(/\s+/)
		.filter((word) => word !== "")
		.slice(0, 10)
		.map((word) => `%${word.replace(/[\\%_]/g, "\\$&")}%`);

/** What is unknown stands last, whichever way the rest is sorted; names in one order on every database. */
function orderOf({ sort, order }: ListModelsInput): SQL[] {
	const keys: Record<ListModelsInput["sort"], SQL[]> = {
		name: [sql`lower(${llmModels.displayName}) collate "C"`],
		provider: [sql`${llmModels.providerType} collate "C"`, sql`lower(${llmModels.displayName}) collate "C"`],
		price: [sql`${llmModels.inputPer1M}`, sql`${llmModels.outputPer1M}`],
		contextLength: [sql`${llmModels.contextLength}`],
	};
	const direction = sql.raw(order);
	return keys[sort].map((key) => sql`${key} ${direction} nulls last`);
}
