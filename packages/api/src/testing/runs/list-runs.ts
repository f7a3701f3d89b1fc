import { schema } from "@llm-hub/db";
import { and, count, desc, eq, notExists, type SQL, sql } from "drizzle-orm";
import type { UserContext } from "../../context.ts";
import { endColumns, isStopping, runEndOf, shownKeyLabel } from "../run-view.ts";
import { indexWords } from "./index-words.ts";
import { beforeRun, matchingRuns } from "./matching-runs.ts";
import type { ListedRun, ListRunsInput, ListRunsOutput } from "./schema.ts";

const { labGroups, labShares, labVotes, llmUsageLogs, testRuns, users } = schema;

/** What a search waits for: more than people start in the minute between two turns of the clock. */
const mostIndexedNow = 1_000;
const mostAwaiting = 5;

/** Runs whose text is kept, the newest first; totals and what awaits a vote come with the first page. */
export async function listRuns(ctx: UserContext, input: ListRunsInput): Promise<ListRunsOutput> {
	const { limit, cursor, ...filter } = input;
	const matching = matchingRuns(ctx, filter);
	if (filter.words !== undefined) await indexWords(ctx.db, mostIndexedNow);
	const rows = await selectRuns(ctx, matching, cursor ?? null, limit + 1);
	const runs = rows.slice(0, limit).map((row) => listedRunOf(ctx, row));
	const nextCursor = rows.length > limit ? (runs.at(-1)?.runId ?? null) : null;
	if (cursor) return { runs, nextCursor, total: null, awaitingVote: [] };
	return { runs, nextCursor, total: await countRuns(ctx, matching), awaitingVote: await awaitingVote(ctx) };
}

/** One line is enough to know a text again. */
const excerpt = 300;
const lastPrompt = sql<string | null>`(
	select left(m ->> 'content', ${sql.raw(String(excerpt))}) from jsonb_array_elements(${testRuns.messages}) with ordinality x(m, n)
	where m ->> 'role' = 'user' order by n desc limit 1)`;
const isShared = sql<boolean>`exists (
	select from ${labShares} where ${labShares.revokedAt} is null
	and (${labShares.runId} = ${llmUsageLogs.id} or ${labShares.groupId} = ${testRuns.groupId}))`;

function selectRuns({ db, actor }: UserContext, matching: SQL | undefined, cursor: string | null, limit: number) {
	const own = <Value>(value: SQL<Value>) =>
		sql<Value | null>`case when ${llmUsageLogs.userId} = ${actor.userId} then ${value} end`;
	return db
		.select({
			...endColumns,
			cancelRequestedAt: llmUsageLogs.cancelRequestedAt,
			userId: llmUsageLogs.userId,
			email: users.email,
			templateId: testRuns.templateId,
			groupId: testRuns.groupId,
			prompt: own(lastPrompt),
			answer: own(sql<string>`left(${testRuns.response}, ${sql.raw(String(excerpt))})`),
			isShared,
		})
		.from(llmUsageLogs)
		.innerJoin(testRuns, eq(testRuns.id, llmUsageLogs.id))
		.innerJoin(users, eq(users.id, llmUsageLogs.userId))
		.where(and(matching, cursor === null ? undefined : beforeRun(cursor)))
		.orderBy(desc(llmUsageLogs.startedAt), desc(llmUsageLogs.id))
		.limit(limit);
}

function listedRunOf(ctx: UserContext, row: Awaited<ReturnType<typeof selectRuns>>[number]): ListedRun {
	const { costExplanation: _, ...end } = runEndOf(row);
	const { modelId, prompt, answer, templateId, groupId, isShared: shared } = row;
	const isOwn = row.userId === ctx.actor.userId;
	return {
		...end,
		keyLabel: shownKeyLabel(ctx, { ...end, isOwn }),
		...{ modelId, prompt, answer, templateId, groupId, isShared: shared },
		status: row.state,
		isStopping: isStopping(row),
		failureReason: row.failureReason,
		isOwn,
		owner: { id: row.userId, email: row.email },
		createdAt: row.startedAt,
	};
}

/** How many runs match. */
export async function countRuns({ db }: UserContext, matching: SQL | undefined): Promise<number> {
	const [row] = await db
		.select({ total: count() })
		.from(llmUsageLogs)
		.innerJoin(testRuns, eq(testRuns.id, llmUsageLogs.id))
		.where(matching);
	return row?.total ?? 0;
}

/** The caller's blind groups without a vote that still have an answer to vote on. */
function awaitingVote({ db, actor }: UserContext): Promise<{ groupId: string; startedAt: Date }[]> {
	const voted = db.select({ groupId: labVotes.groupId }).from(labVotes).where(eq(labVotes.groupId, labGroups.id));
	const hasAnswer = sql`exists (
		select from ${testRuns} join ${llmUsageLogs} on ${llmUsageLogs.id} = ${testRuns.id}
		where ${testRuns.groupId} = ${labGroups.id} and ${llmUsageLogs.userId} = ${labGroups.userId})`;
	return db
		.select({ groupId: labGroups.id, startedAt: labGroups.startedAt })
		.from(labGroups)
		.where(and(eq(labGroups.userId, actor.userId), labGroups.isBlind, notExists(voted), hasAnswer))
		.orderBy(desc(labGroups.startedAt))
		.limit(mostAwaiting);
}
