import { costStates, providerTypes } from "@llm-hub/providers/vocabulary";
import { z } from "zod";
import { decimal, runEnd, runStatus } from "../schema.ts";

const runId = z.string().min(1).max(64);
/** A moment as ISO 8601 text, with an offset or Z. */
const moment = z.iso.datetime({ offset: true, error: "Give a moment such as 2026-01-31T08:00:00Z." });

/** Whose tests: the caller's own, everybody's (`all`, for admins), or those of one user (for admins). */
const who = z.string().min(1).max(64).default("me");

const filterFields = {
	/** Words that prompt or answer hold, each from its beginning, all of them. Only in the caller's own tests. */
	words: z.string().trim().min(1).max(200).optional(),
	who,
	provider: z.enum(providerTypes).optional(),
	modelId: z.string().min(1).max(300).optional(),
	status: runStatus.optional(),
	costState: z.enum(costStates).optional(),
	templateId: z.string().min(1).max(100).optional(),
	suiteId: z.uuid().optional(),
	/** From this moment on. */
	since: moment.optional(),
	/** Before this moment. */
	until: moment.optional(),
};
export const runsFilter = z.strictObject(filterFields);
export type RunsFilter = z.infer<typeof runsFilter>;

export const listRunsInput = z
	.strictObject({
		...filterFields,
		limit: z.number().int().min(1).max(100).default(25),
		/** `nextCursor` of the page before. */
		cursor: runId.nullish(),
	})
	.default({ who: "me", limit: 25 });
export type ListRunsInput = z.infer<typeof listRunsInput>;

/** A run in a list. Of somebody else's an admin sees that it was made and what it cost, not what was said. */
export const listedRun = runEnd.omit({ costExplanation: true }).extend({
	modelId: z.string(),
	status: runStatus,
	/** It is `started`, but was stopped, and its end is not there yet. */
	isStopping: z.boolean(),
	failureReason: z.string().nullable(),
	/** The beginning of the last user message, and of the answer; null where they are not the caller's. */
	prompt: z.string().nullable(),
	answer: z.string().nullable(),
	templateId: z.string().nullable(),
	/** The group that it was started in. */
	groupId: z.string().nullable(),
	isOwn: z.boolean(),
	owner: z.object({ id: z.string(), email: z.string() }),
	/** A link to it, or to its group, is open. */
	isShared: z.boolean(),
	createdAt: z.date(),
});
export type ListedRun = z.infer<typeof listedRun>;

export const listRunsOutput = z.object({
	runs: z.array(listedRun),
	nextCursor: z.string().nullable(),
	/** How many match in all; said with the first page. */
	total: z.number().int().nullable(),
	/** The caller's blind groups that are left out until they are voted on, the newest first; said with the first page. */
	awaitingVote: z.array(z.object({ groupId: z.string(), startedAt: z.date() })),
});
export type ListRunsOutput = z.infer<typeof listRunsOutput>;

export const deleteRunsInput = z.strictObject({
	runIds: z.array(runId).min(1).max(100, "At most 100 at once."),
});
export const deleteRunsOutput = z.object({
	deleted: z.number().int(),
	/** What they cost, which still counts: the sum of the known costs. */
	keptCostUsd: decimal,
});

export const exportRunsInput = z.strictObject({ ...filterFields, format: z.enum(["csv", "json"]) });
export type ExportRunsInput = z.infer<typeof exportRunsInput>;
