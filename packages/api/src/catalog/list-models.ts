import { schema } from "@llm-hub/db";
import type { Price } from "@llm-hub/providers";
import { inArray } from "drizzle-orm";
import type { Context } from "../context.ts";
import { NotFoundError, UnauthorizedError } from "../errors.ts";
import { endpointOfModel, modelColumns, named, replacementOf } from "./model-rows.ts";
import type { ListModelsInput, ModelDetailOutput, ModelFiltersInput, ModelIdsInput, ModelOutput } from "./schema.ts";
import type { Entry } from "./snapshot.ts";
import { type JudgeModels, judgeModels } from "./usable.ts";

const { llmModels, llmProviders } = schema;

type Caller = Pick<Context, "db" | "services" | "actor">;

/**
 * A page of the catalog and how many models the filters leave in all, each with whether the caller may use it.
 * @throws UnauthorizedError for the filter `usable` where nobody is signed in
 */
export async function listCatalog(
	ctx: Caller,
	input: ListModelsInput,
): Promise<{ models: ModelOutput[]; total: number }> {
	const judge = judgeModels(ctx);
	const snapshot = await ctx.services.catalog.current();
	const { models, total } =
		input.usable === undefined ? snapshot.page(input) : await usablePage(ctx, judge, input, snapshot.select(input));
	const judged = await judge(models);
	return { models: models.map((model, index) => ({ ...model, usability: judged[index] ?? null })), total };
}

/** The ids of all that the filters leave, in order. @throws UnauthorizedError as `listCatalog` */
export async function listModelIds(ctx: Caller, input: ModelIdsInput): Promise<{ ids: string[] }> {
	const judge = judgeModels(ctx);
	const snapshot = await ctx.services.catalog.current();
	const fitting = await usableOf(ctx, judge, input, snapshot.select(input));
	return { ids: fitting.map(({ model }) => model.id) };
}

/** A page of those of them that the caller may use, or may not. */
async function usablePage(ctx: Caller, judge: JudgeModels, input: ListModelsInput, entries: readonly Entry[]) {
	const { offset, limit } = input;
	const fitting = await usableOf(ctx, judge, input, entries);
	return { models: fitting.slice(offset, offset + limit).map(({ model }) => model), total: fitting.length };
}

/** Those of them that the caller may use, or may not, where that is asked for. */
async function usableOf(ctx: Caller, judge: JudgeModels, { usable }: ModelFiltersInput, entries: readonly Entry[]) {
	if (usable === undefined) return entries;
	if (ctx.actor === null) throw new UnauthorizedError("Sign in to see which models you may use.");
	const judged = await judge(entries.map(({ model }) => model));
	return entries.filter((_, index) => judged[index]?.usable === usable);
}

/** One model with its evidence, also a retired one. @throws NotFoundError */
export async function showModel(ctx: Caller, id: string): Promise<ModelDetailOutput> {
	const [model] = await showModels(ctx, [id]);
	if (!model) throw new NotFoundError("The catalog has no such model.");
	return model;
}

/** Models with their evidence in the order asked; null is not in the catalog. */
export async function showModels(ctx: Caller, ids: readonly string[]): Promise<(ModelDetailOutput | null)[]> {
	const rows = await ctx.db
		.select({
			...modelColumns,
			price: llmModels.price,
			replacedBy: llmModels.replacedBy,
			releasedOn: llmModels.releasedOn,
			knowledgeCutoff: llmModels.knowledgeCutoff,
			sources: llmModels.sources,
		})
		.from(llmModels)
		.leftJoin(llmProviders, endpointOfModel)
		.where(inArray(llmModels.id, [...ids]));
	if (rows.length === 0) return ids.map(() => null);
	const judged = await judgeModels(ctx)(rows);
	const { entries } = await ctx.services.catalog.current();
	const byId = new Map(
		rows.map(({ price, sources, replacedBy, ...model }, index): [string, ModelDetailOutput] => [
			model.id,
			{
				...named(model),
				usability: judged[index] ?? null,
				price: price as Price | null,
				replacedBy: replacementOf({ ...model, replacedBy }, entries),
				sources: sources as ModelDetailOutput["sources"],
			},
		]),
	);
	return ids.map((id) => byId.get(id) ?? null);
}
