import { schema } from "@llm-hub/db";
import { and, arrayOverlaps, asc, desc, eq, gte, inArray } from "drizzle-orm";
import { compileGlob } from "../../access/glob.ts";
import { readRules } from "../../access/policy.ts";
import { actsAsAdmin } from "../../access/who.ts";
import type { UserContext } from "../../context.ts";
import { listTemplates } from "../../testing/templates/list-templates.ts";
import { recordedSince } from "../recorded-runs.ts";
import type { LifecycleModel } from "./schema.ts";

const { labSuites, modelAliases } = schema;

export type Names = Pick<LifecycleModel, "aliases" | "rules" | "templates" | "suites">;

/** What names models that end: aliases, templates, suites, and rules that are about nothing that stays. */
export async function namesOf(ctx: UserContext, endingIds: readonly string[], entries: ReadonlyMap<string, unknown>) {
	const ids = new Set(endingIds);
	const [aliases, templates, rules, suites] = await Promise.all([
		aliasesOf(ctx, endingIds),
		listTemplates(ctx),
		readRules(ctx.db),
		suitesOf(ctx, endingIds),
	]);
	const staying = [...entries.keys()].filter((id) => !ids.has(id));
	const bound = rules.flatMap(({ tierCode, modelPattern, allowed }) => {
		const matches = compileGlob(modelPattern);
		const hit = [...ids].filter(matches);
		return hit.length === 0 || staying.some(matches) ? [] : [{ hit, rule: { tierCode, modelPattern, allowed } }];
	});
	const named = ({ id, name }: { id: string; name: string }) => ({ id, name });
	const ofModel = (id: string): Names => ({
		aliases: aliases.filter(({ modelId }) => modelId === id).map(({ name }) => name),
		templates: templates.filter(({ suggestedModels }) => suggestedModels.includes(id)).map(named),
		suites: suites.filter(({ modelIds }) => modelIds.includes(id)).map(named),
		rules: bound.filter(({ hit }) => hit.includes(id)).map(({ rule }) => rule),
	});
	// A rule that is left without a model is no reason to tell of one that nobody used.
	const isNamed = (id: string) => {
		const { aliases, templates, suites } = ofModel(id);
		return aliases.length + templates.length + suites.length > 0;
	};
	return { ofModel, isNamed };
}

const aliasesOf = async ({ db }: UserContext, ids: readonly string[]) =>
	ids.length === 0
		? []
		: db
				.select({ name: modelAliases.name, modelId: modelAliases.modelId })
				.from(modelAliases)
				.where(inArray(modelAliases.modelId, [...ids]))
				.orderBy(asc(modelAliases.name));

const suitesOf = async (ctx: UserContext, ids: readonly string[]) =>
	ids.length === 0
		? []
		: ctx.db
				.select({ id: labSuites.id, name: labSuites.name, modelIds: labSuites.modelIds })
				.from(labSuites)
				.where(
					and(
						arrayOverlaps(labSuites.modelIds, [...ids]),
						gte(labSuites.createdAt, recordedSince()),
						actsAsAdmin(ctx.actor) ? undefined : eq(labSuites.userId, ctx.actor.userId),
					),
				)
				.orderBy(desc(labSuites.createdAt))
				.limit(500);
