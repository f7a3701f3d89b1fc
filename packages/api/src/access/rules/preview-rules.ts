import { schema } from "@llm-hub/db";
import { and, asc, eq, isNull } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { readRules } from "../policy.ts";
import { type CompiledRules, compileRules } from "../resolver.ts";
import type { Rule } from "../schema.ts";
import { checkRules, listTiers } from "./save-policy.ts";
import type { PreviewOutput } from "./schema.ts";

const { llmModels } = schema;

const shown = 50;

/**
 * What saving the rules would open and close, by tier, over the enabled models of the catalog. Changes nothing.
 * @throws InvalidInputError as saving would
 */
export async function previewRules({ db }: Pick<Context, "db">, input: { rules: Rule[] }): Promise<PreviewOutput> {
	await checkRules(db, input.rules);
	const { tiers } = await listTiers({ db });
	const before = compileRules(await readRules(db));
	const after = compileRules(input.rules);
	const models = await db
		.select({ id: llmModels.id })
		.from(llmModels)
		.where(and(eq(llmModels.enabled, true), isNull(llmModels.retiredAt)))
		.orderBy(asc(llmModels.id));
	const modelIds = models.map(({ id }) => id);
	return {
		models: modelIds.length,
		tiers: tiers.map(({ code, name, users }) => ({
			tierCode: code,
			name,
			users,
			...difference(code, modelIds, before, after),
		})),
	};
}

function difference(tierCode: string, modelIds: string[], before: CompiledRules, after: CompiledRules) {
	const [gained, lost, changed]: [string[], string[], string[]] = [[], [], []];
	let allowedBefore = 0;
	let allowedAfter = 0;
	for (const id of modelIds) {
		const [was, is] = [before.decide(tierCode, id), after.decide(tierCode, id)];
		if (was?.allowed) allowedBefore++;
		if (is?.allowed) allowedAfter++;
		if (!was?.allowed && is?.allowed) gained.push(id);
		else if (was?.allowed && !is?.allowed) lost.push(id);
		else if (was?.allowed && is?.allowed && !hasSameLimits(was, is)) changed.push(id);
	}
	return {
		allowedBefore,
		allowedAfter,
		gained: gained.length,
		lost: lost.length,
		changed: changed.length,
		gainedModels: gained.slice(0, shown),
		lostModels: lost.slice(0, shown),
		changedModels: changed.slice(0, shown),
	};
}

const hasSameLimits = (a: Rule, b: Rule) =>
	a.maxRequestsPerDay === b.maxRequestsPerDay && a.maxContextLength === b.maxContextLength;
