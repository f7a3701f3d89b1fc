import { costStates, failureReasons, requestParameters } from "@llm-hub/providers/vocabulary";
import { z } from "zod";
import { imageTypes } from "./image-kind.ts";
import { messageRoles, modelId, type Parameters, reasoningEfforts } from "./request-schema.ts";
import { checkResult } from "./templates/check-schema.ts";

const runId = z.string().min(1).max(64);
export const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);

export const startRunOutput = z.object({
	runId,
	/** With this run counted. */
	reservation: z.object({
		tierCode: z.string(),
		/** The request quota that is nearest to its end; null where all are unlimited. */
		nearest: z
			.object({ limit: z.number().int(), remaining: z.number().int(), resetsAt: z.date().nullable() })
			.nullable(),
	}),
});

/** A cursor into the run's text, as the last event's id said it; resuming yields exactly what came after. */
export const followRunInput = z.strictObject({
	runId,
	lastEventId: z.string().max(100).nullish(),
});

/** How many runs stand side by side. */
export const mostRunsAtOnce = 8;
/** Cursors into several runs, as the last event's id said them. */
export const followRunsInput = z.strictObject({
	runIds: z
		.array(runId)
		.min(1)
		.max(mostRunsAtOnce)
		.refine((ids) => new Set(ids).size === ids.length, { message: "Each run once." }),
	lastEventId: z.string().max(300).nullish(),
});
export const runIdInput = z.strictObject({ runId });

const tokens = z.number().int().nonnegative().nullable();
const usageFields = {
	inputTokens: tokens,
	cachedInputTokens: tokens,
	cacheWriteTokens: tokens,
	outputTokens: tokens,
	reasoningTokens: tokens,
	totalTokens: tokens,
};
const costFields = { costUsd: decimal.nullable(), costState: z.enum(costStates).nullable() };
const timingFields = { ttftMs: z.number().nullable(), latencyMs: z.number().nullable() };

export const costTerm = z.object({
	label: z.string(),
	quantity: z.number(),
	unit: z.string(),
	rate: z.string(),
	usd: z.string(),
});

/** How a run ended: the same facts on every door. */
export const runEnd = z.object({
	runId,
	...usageFields,
	...costFields,
	...timingFields,
	finishReason: z.string().nullable(),
	/** The cost's terms in words, such as "1,200 input tokens × $2.50/1M = $0.003". */
	costExplanation: z.array(z.string()),
	/** Whose key paid; `own` is the caller's, whose cost counts against no budget. */
	keySource: z.enum(["database", "environment", "sandbox", "own"]),
	/** Which version of the company's saved key. */
	keyVersion: z.number().int().nullable(),
	/**
	 * What the saved key was called then, with its last four characters: it may be renamed or deleted since. Null for who is
	 * neither an admin nor its owner.
	 */
	keyLabel: z.string().nullable(),
});
export type RunEnd = z.infer<typeof runEnd>;

const failure = { reason: z.enum(failureReasons), message: z.string(), retryable: z.boolean() };

/** Milliseconds from the start to the first token; said once, with it. */
const firstToken = { ttftMs: z.number().optional() };

/** What the model wants called, with the arguments as it wrote them; nothing was executed. */
export const toolCall = z.object({ id: z.string(), name: z.string(), arguments: z.string() });
export type ToolCallOutput = z.infer<typeof toolCall>;

/** What a follower of a run sees, in order; the last is `done`, `failed`, `cancelled` or `veiled`. */
export const runEvent = z.discriminatedUnion("type", [
	/** Without the model while the run's blind group awaits a vote. */
	z.object({ type: z.literal("started"), runId, modelId: z.string().nullable(), startedAt: z.date() }),
	z.object({ type: z.literal("reasoning"), text: z.string(), ...firstToken }),
	z.object({ type: z.literal("delta"), text: z.string(), ...firstToken }),
	z.object({ type: z.literal("toolCall"), call: toolCall }),
	/** Somebody stopped it, or its cost cap did. Its end may wait for the provider's count; a last text may come before that. */
	z.object({ type: z.literal("stopping") }),
	z.object({ type: z.literal("usage"), ...usageFields }),
	runEnd.extend({ type: z.literal("done") }),
	runEnd.extend({ type: z.literal("failed"), ...failure }),
	runEnd.extend({ type: z.literal("cancelled") }),
	/** The end of a run whose blind group awaits a vote; followed again after it, from stage 0, the whole end is told. */
	z.object({ type: z.literal("veiled"), runId, state: z.enum(["done", "failed", "cancelled"]) }),
]);
export type RunEvent = z.infer<typeof runEvent>;

/** Events of several runs that came at about the same time; `run` is the place in the list that was asked for. */
export const runsEvents = z.array(
	z.object({
		run: z.number().int(),
		/** `missing`: there is no such run of the caller's, or its text was deleted. */
		event: z.union([runEvent, z.object({ type: z.literal("missing") })]),
	}),
);
export type RunsEvents = z.infer<typeof runsEvents>;

export const runStatus = z.enum(["started", "success", "failed", "cancelled"]);

export const historyInput = z.strictObject({
	limit: z.number().int().min(1).max(100).default(20),
	offset: z.number().int().min(0).max(1_000_000).default(0),
});

/** A message as it was sent; its images by kind and size, for they are fetched apart. */
export const keptMessage = z.object({
	role: z.enum(messageRoles),
	content: z.string(),
	images: z.array(z.object({ mediaType: z.enum(imageTypes), bytes: z.number().int() })).optional(),
});
export type KeptMessage = z.infer<typeof keptMessage>;

const anything = z.record(z.string(), z.unknown());

/** The parameters as they were sent: what was accepted once is shown, whatever is refused today. */
export const keptParameters: z.ZodType<Parameters> = z.object({
	temperature: z.number(),
	maxTokens: z.number(),
	topP: z.number(),
	stop: z.array(z.string()).optional(),
	seed: z.number().optional(),
	reasoningEffort: z.enum(reasoningEfforts).optional(),
	jsonSchema: z.object({ name: z.string(), schema: anything }).optional(),
	tools: z.array(z.object({ name: z.string(), description: z.string().optional(), parameters: anything })).optional(),
	costCapUsd: decimal.optional(),
});

/** The images of a run, for running it again; `message` is the place of theirs. */
export const runImages = z.object({
	images: z.array(z.object({ message: z.number().int(), mediaType: z.enum(imageTypes), base64: z.string() })),
});

export const historyEntry = runEnd.omit({ costExplanation: true }).extend({
	modelId: z.string(),
	messages: z.array(keptMessage),
	response: z.string(),
	reasoning: z.string(),
	toolCalls: z.array(toolCall),
	parameters: keptParameters,
	/** The limit that was sent where the cost cap lowered it; null where it did not. */
	cappedMaxTokens: z.number().int().nullable(),
	templateId: z.string().nullable(),
	/** The checks of its template, as they were when it started, held against the whole answer; none before its end. */
	checks: z.array(checkResult),
	status: runStatus,
	/** It is `started`, but was stopped, and its end is not there yet. */
	isStopping: z.boolean(),
	failure: z.object(failure).nullable(),
	createdAt: z.date(),
});
export type HistoryEntry = z.infer<typeof historyEntry>;

export const historyOutput = z.object({ total: z.number().int(), tests: z.array(historyEntry) });

/** One run with its evidence: who counted, at which price, and the formula. */
export const runDetail = historyEntry.extend({
	costExplanation: z.array(z.string()),
	usageSource: z.enum(["provider", "estimate", "none"]).nullable(),
	reportedModel: z.string().nullable(),
	price: z.object({ source: z.string(), asOf: z.string() }).nullable(),
});
export type RunDetail = z.infer<typeof runDetail>;

/** A run as its owner sees it. */
export const ownRunDetail = runDetail.extend({
	/** The group that it was started in. */
	groupId: z.string().nullable(),
});

export const statsOutput = z.object({
	totalTests: z.number().int(),
	totalTokens: z.number().int(),
	/** The sum of the known costs; `unpricedTests` says how many are missing from it. */
	totalCostUsd: decimal,
	unpricedTests: z.number().int(),
	avgLatencyMs: z.number().nullable(),
	modelsTested: z.number().int(),
	lastTestAt: z.date().nullable(),
});

/** What a run may cost before it is made, by model and in all. Money is decimal USD; null is unknown. */
export const estimateOutput = z.object({
	models: z.array(
		z.object({
			modelId,
			inputTokens: z.number().int(),
			/** With an answer of one token, and with the longest that is allowed (by the cap as well). */
			lowUsd: decimal.nullable(),
			highUsd: decimal.nullable(),
			state: z.enum(["estimated", "unpriced", "free"]),
			/** The least cap that can be kept. */
			leastCapUsd: decimal.nullable(),
			/** A run with this cap would be refused. */
			isCapTooLow: z.boolean(),
			/** The limit that the cap leaves for the answer; null where it lowers none. */
			cappedMaxTokens: z.number().int().nullable(),
			contextLength: z.number().int().nullable(),
			isTooLong: z.boolean(),
		}),
	),
	lowUsd: decimal,
	highUsd: decimal,
	/** Models that are missing from the sums. */
	unpriced: z.number().int(),
});
export type EstimateOutput = z.infer<typeof estimateOutput>;

export const supportsInput = z.strictObject({ modelIds: z.array(modelId).min(1).max(8) });

/** What each model does not take, in words; what has no note is sent and, as far as is known, obeyed. */
export const supportsOutput = z.object({
	models: z.array(
		z.object({
			modelId,
			displayName: z.string(),
			notes: z.array(z.object({ parameter: z.enum(requestParameters), isSent: z.boolean(), message: z.string() })),
		}),
	),
});
export type SupportsOutput = z.infer<typeof supportsOutput>;
