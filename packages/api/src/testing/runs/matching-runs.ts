import { schema } from "@llm-hub/db";
import { and, eq, gte, lt, or, type SQL, sql } from "drizzle-orm";
import { requireCaller } from "../../access/who.ts";
import type { UserContext } from "../../context.ts";
import { InvalidInputError } from "../../errors.ts";
import { isUnveiled } from "../run-view.ts";
import { storableText } from "../storable.ts";
import { wordsQuery } from "./index-words.ts";
import type { RunsFilter } from "./schema.ts";

const { labSuiteCells, llmUsageLogs, testRuns } = schema;

/**
 * The condition that a filter stands for. Blind groups are left out until their vote: what finds a run says whose it is.
 * @throws ForbiddenError where other people's runs are asked for by no admin; InvalidInputError for words in them
 */
export function matchingRuns(ctx: UserContext, filter: RunsFilter): SQL | undefined {
	const { words, who, provider, modelId, status, costState, templateId, suiteId, since, until } = filter;
	const isOwn = who === "me" || who === ctx.actor.userId;
	if (!isOwn) {
		requireCaller(ctx.actor, "admin");
		if (words !== undefined) {
			throw new InvalidInputError("words", "Words are searched in your own tests alone: what others wrote is theirs.");
		}
	}
	const { userId, startedAt } = llmUsageLogs;
	return and(
		eq(llmUsageLogs.door, "lab"),
		isUnveiled,
		isOwn ? eq(userId, ctx.actor.userId) : who === "all" ? undefined : eq(userId, storableText(who)),
		words === undefined
			? undefined
			: sql`${testRuns.words} @@ to_tsquery('simple', ${wordsQuery(storableText(words))})`,
		provider && eq(llmUsageLogs.providerType, provider),
		modelId === undefined ? undefined : eq(llmUsageLogs.modelId, storableText(modelId)),
		status && eq(llmUsageLogs.state, status),
		costState && eq(llmUsageLogs.costState, costState),
		templateId === undefined ? undefined : eq(testRuns.templateId, storableText(templateId)),
		suiteId === undefined ? undefined : ofSuite(suiteId),
		since === undefined ? undefined : gte(startedAt, new Date(since)),
		until === undefined ? undefined : lt(startedAt, new Date(until)),
	);
}

/** Of the suite's cells, those runs as well that were repeated since. */
const ofSuite = (suiteId: string): SQL | undefined => {
	const is = or(
		eq(labSuiteCells.runId, llmUsageLogs.id),
		sql`${llmUsageLogs.id} = any(${labSuiteCells.earlierRunIds})`,
	);
	return sql`exists (select from ${labSuiteCells} where ${labSuiteCells.suiteId} = ${suiteId} and (${is}))`;
};

/** Those before a run in the order of lists: by start, then id, the newest first. */
export const beforeRun = (runId: string): SQL =>
	sql`(${llmUsageLogs.startedAt}, ${llmUsageLogs.id}) < (select l.started_at, l.id from ${llmUsageLogs} l where l.id = ${runId})`;
