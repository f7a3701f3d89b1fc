import { type HistoryEntry, keptMessage } from "@llm-hub/api/schemas";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { runsBodyLimit } from "../../body-limits.ts";
import { callerOf, userCallOf } from "./access.ts";
import { limitHeaders } from "./limit-headers.ts";
import { answerOnce, answerShape, figuresShape, toolCallShape, toToolCall } from "./run-answer.ts";
import { parametersShape, runBody, runFields, toParameters, toStart } from "./run-body.ts";
import { streamRun } from "./run-stream.ts";
import { failures, moment, queryNumber, toMoment, toNumber } from "./shapes.ts";
import { templateShape, toTemplate } from "./template-shape.ts";

const tags = ["testing lab"];
const page = z.strictObject({
	limit: queryNumber(z.number().int().min(1).max(100)).default(20),
	offset: queryNumber(z.number().int().min(0).max(1_000_000)).default(0),
});

const streamEvent = z
	.union([
		z.object({
			content: z.string(),
			reasoning: z.string().optional(),
			tool_calls: z.array(toolCallShape).optional(),
			tokens: z.number().int(),
		}),
		figuresShape.extend({ done: z.literal(true) }),
		z.object({ error: z.string(), code: z.string(), retryable: z.boolean() }).loose(),
	])
	.describe("The `data:` of one event: text as it comes, then one with `done` or `error`.");
const imageShape = z.object({ media_type: z.string(), bytes: z.number().int() });
const testShape = figuresShape.omit({ run_id: true }).extend({
	id: z.string(),
	model_id: z.string(),
	prompt: z.string().describe("The last user message."),
	messages: z
		.array(keptMessage.omit({ images: true }).extend({ images: z.array(imageShape).optional() }))
		.describe("Of images what they are, not their bytes."),
	response: z.string(),
	reasoning: z.string(),
	tool_calls: z.array(toolCallShape),
	tokens_used: z.number().int().nullable(),
	status: z.enum(["started", "success", "failed", "cancelled"]),
	error: z.string().nullable(),
	code: z.string().nullable(),
	template_id: z.string().nullable(),
	created_at: moment,
	parameters: parametersShape,
});
const historyAnswer = z.object({
	total: z.number().int(),
	limit: z.number().int(),
	offset: z.number().int(),
	tests: z.array(testShape),
});
const statsAnswer = z.object({
	total_tests: z.number().int(),
	total_tokens: z.number().int(),
	total_cost: z.number().describe("USD, of the tests whose cost is known"),
	unpriced_tests: z.number().int(),
	avg_latency_ms: z.number().nullable(),
	models_tested: z.number().int(),
	last_test_at: moment.nullable(),
});

const toTest = (test: HistoryEntry): z.infer<typeof testShape> => ({
	id: test.runId,
	model_id: test.modelId,
	prompt: test.messages.findLast(({ role }) => role === "user")?.content ?? "",
	messages: test.messages.map(({ images, ...message }) => ({
		...message,
		...(images && { images: images.map(({ mediaType, bytes }) => ({ media_type: mediaType, bytes })) }),
	})),
	response: test.response,
	reasoning: test.reasoning,
	tool_calls: test.toolCalls.map(toToolCall),
	tokens_used: test.totalTokens,
	input_tokens: test.inputTokens,
	cached_input_tokens: test.cachedInputTokens,
	cache_write_tokens: test.cacheWriteTokens,
	output_tokens: test.outputTokens,
	reasoning_tokens: test.reasoningTokens,
	total_tokens: test.totalTokens,
	cost: toNumber(test.costUsd),
	cost_state: test.costState,
	key_source: test.keySource,
	latency_ms: test.latencyMs,
	ttft_ms: test.ttftMs,
	finish_reason: test.finishReason,
	status: test.status,
	error: test.failure?.message ?? null,
	code: test.failure?.reason ?? null,
	template_id: test.templateId,
	created_at: test.createdAt.toISOString(),
	parameters: { ...toParameters(test.parameters), capped_max_tokens: test.cappedMaxTokens ?? undefined },
});

/** `/api/v1/llm/test`: run a model, streamed or not, and what was run before. */
export const testingRoutes: FastifyPluginAsyncZod = async (app) => {
	app.get(
		"/templates",
		{
			config: { access: "public" },
			schema: { tags, summary: "Prompts to begin with", response: { 200: z.array(templateShape), ...failures } },
		},
		async (request) => (await callerOf(request).testing.templates.list()).map(toTemplate),
	);

	for (const path of ["", "/test"]) {
		app.post(
			path,
			{
				bodyLimit: runsBodyLimit,
				config: { access: "spend", fields: runFields, startsRun: true },
				schema: {
					tags,
					summary: "Run a model",
					description:
						"X-Run-Id names the run, X-Tier the tier it counts for; X-RateLimit-Limit and -Remaining are of the quota nearest to its end, or `unlimited`. Closing the connection cancels it.",
					body: runBody,
					response: {
						200: {
							description: "With stream: events as they come; else one answer.",
							content: {
								"text/event-stream": { schema: streamEvent },
								"application/json": { schema: answerShape },
							},
						},
						...failures,
					},
				},
			},
			async (request, reply) => {
				const { runId, reservation } = await callerOf(request).testing.start(toStart(request.body));
				reply.header("x-run-id", runId);
				reply.headers(limitHeaders(reservation.tierCode, reservation.nearest));
				const call = userCallOf(request);
				if (!request.body.stream) return answerOnce(call, runId);
				await streamRun(reply, call, runId);
				return reply;
			},
		);
	}

	app.get(
		"/history",
		{
			config: { access: "lab:run" },
			schema: {
				tags,
				summary: "Your tests, newest first",
				querystring: page,
				response: { 200: historyAnswer, ...failures },
			},
		},
		async (request) => {
			const { limit, offset } = request.query;
			const { total, tests } = await callerOf(request).testing.history({ limit, offset });
			return { total, limit, offset, tests: tests.map(toTest) };
		},
	);

	app.get(
		"/stats",
		{
			config: { access: "lab:run" },
			schema: { tags, summary: "Your tests in figures", response: { 200: statsAnswer, ...failures } },
		},
		async (request) => {
			const stats = await callerOf(request).testing.stats();
			return {
				total_tests: stats.totalTests,
				total_tokens: stats.totalTokens,
				total_cost: Number(stats.totalCostUsd),
				unpriced_tests: stats.unpricedTests,
				avg_latency_ms: stats.avgLatencyMs,
				models_tested: stats.modelsTested,
				last_test_at: toMoment(stats.lastTestAt),
			};
		},
	);
};
