import { costStates, failureReasons } from "@llm-hub/providers/vocabulary";
import { z } from "zod";

/** Bounds that every door shares. */
export const longestPrompt = 800_000;
const modelId = z.string().min(3).max(300);
const runId = z.string().min(1).max(64);
export const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);

export const messageSchema = z.strictObject({
	role: z.enum(["system", "user", "assistant"]),
	content: z.string().max(longestPrompt, "A message may have at most 800,000 characters."),
});

export const parametersSchema = z.strictObject({
	temperature: z.number().min(0).max(2).default(0.7),
	maxTokens: z.number().int().min(1).max(1_000_000).default(1000),
	topP: z.number().min(0).max(1).default(1),
});

export const startRunInput = z.strictObject({
	modelId,
	messages: z
		.array(messageSchema)
		.min(1, "Write a message first.")
		.max(500)
		.refine((messages) => messages.some((message) => message.role === "user" && message.content.trim() !== ""), {
			message: "At least one user message must have text.",
		}),
	parameters: parametersSchema.default({ temperature: 0.7, maxTokens: 1000, topP: 1 }),
	templateId: z.string().max(100).optional(),
});
export type StartRunInput = z.infer<typeof startRunInput>;

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
});
export type RunEnd = z.infer<typeof runEnd>;

const failure = { reason: z.enum(failureReasons), message: z.string(), retryable: z.boolean() };

/** Milliseconds from the start to the first token; said once, with it. */
const firstToken = { ttftMs: z.number().optional() };

/** What a follower of a run sees, in order; the last is `done`, `failed` or `cancelled`. */
export const runEvent = z.discriminatedUnion("type", [
	z.object({ type: z.literal("started"), runId, modelId: z.string(), startedAt: z.date() }),
	z.object({ type: z.literal("reasoning"), text: z.string(), ...firstToken }),
	z.object({ type: z.literal("delta"), text: z.string(), ...firstToken }),
	z.object({ type: z.literal("usage"), ...usageFields }),
	runEnd.extend({ type: z.literal("done") }),
	runEnd.extend({ type: z.literal("failed"), ...failure }),
	runEnd.extend({ type: z.literal("cancelled") }),
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

export const historyEntry = runEnd.omit({ costExplanation: true }).extend({
	modelId: z.string(),
	messages: z.array(messageSchema),
	response: z.string(),
	reasoning: z.string(),
	parameters: parametersSchema,
	templateId: z.string().nullable(),
	status: runStatus,
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
	keySource: z.enum(["database", "environment", "sandbox"]),
	price: z.object({ source: z.string(), asOf: z.string() }).nullable(),
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

export const template = z.object({
	id: z.string(),
	name: z.string(),
	category: z.string(),
	description: z.string(),
	prompt: z.string(),
	system: z.string().nullable(),
	suggestedModels: z.array(z.string()),
	/** Present where the task has one checkable answer. */
	expectedAnswer: z.string().nullable(),
});
export type Template = z.infer<typeof template>;
