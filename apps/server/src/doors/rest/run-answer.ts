import { cancelRun, followRun } from "@llm-hub/api";
import { costStates, type RunEnd, type RunEvent, type ToolCallOutput } from "@llm-hub/api/schemas";
import { z } from "zod";
import { HttpError } from "../../http-errors.ts";
import type { UserCall } from "./access.ts";
import { toNumber } from "./shapes.ts";

const tokens = z.number().int().nullable();

/** The figures that every ended run has. */
export const figuresShape = z.object({
	run_id: z.string(),
	input_tokens: tokens,
	cached_input_tokens: tokens,
	cache_write_tokens: tokens,
	output_tokens: tokens,
	reasoning_tokens: tokens.describe("Part of output_tokens; null: not counted apart, which is not 0"),
	total_tokens: tokens,
	cost: z.number().nullable().describe("USD; null is unknown"),
	cost_state: z.enum(costStates).nullable(),
	latency_ms: z.number().nullable(),
	ttft_ms: z.number().nullable(),
	finish_reason: z.string().nullable(),
	key_source: z.enum(["database", "environment", "sandbox", "own"]).describe("Whose key paid; own is the caller's"),
});

/** As OpenAI has it; the arguments are JSON text, exactly as the model wrote it. */
export const toolCallShape = z.object({
	id: z.string(),
	type: z.literal("function"),
	function: z.object({ name: z.string(), arguments: z.string() }),
});

export const toToolCall = ({ id, ...call }: ToolCallOutput): z.infer<typeof toolCallShape> => ({
	id,
	type: "function",
	function: call,
});

export const answerShape = figuresShape.extend({
	done: z.literal(true),
	content: z.string(),
	reasoning: z.string().optional(),
	tool_calls: z.array(toolCallShape).optional(),
});

export const toFigures = (end: RunEnd): z.infer<typeof figuresShape> => ({
	run_id: end.runId,
	input_tokens: end.inputTokens,
	cached_input_tokens: end.cachedInputTokens,
	cache_write_tokens: end.cacheWriteTokens,
	output_tokens: end.outputTokens,
	reasoning_tokens: end.reasoningTokens,
	total_tokens: end.totalTokens,
	cost: toNumber(end.costUsd),
	cost_state: end.costState,
	latency_ms: end.latencyMs,
	ttft_ms: end.ttftMs,
	finish_reason: end.finishReason,
	key_source: end.keySource,
});

type BadEnd = Extract<RunEvent, { type: "failed" | "cancelled" }>;

const cancelledWords = ({ finishReason }: RunEnd): string =>
	finishReason === "cost_cap" ? "The run was cut because its cost cap was used up." : "The run was cancelled.";

/** How a run that did not succeed is told: `code` is a member of the union of failures. */
export const toProblem = (end: BadEnd) =>
	end.type === "failed"
		? { error: end.message, code: end.reason, retryable: end.retryable, ...toFigures(end) }
		: { error: cancelledWords(end), code: "cancelled" as const, retryable: false, ...toFigures(end) };

/**
 * Waits for the whole answer of a run. A caller who leaves cancels it.
 * @throws HttpError 502 when the upstream failed, 409 when somebody cancelled the run
 */
export async function answerOnce(call: UserCall, runId: string): Promise<z.infer<typeof answerShape>> {
	let content = "";
	let reasoning = "";
	const calls: z.infer<typeof toolCallShape>[] = [];
	for await (const { event } of followRun(call, { runId }, call.signal)) {
		if (event.type === "delta") content += event.text;
		else if (event.type === "reasoning") reasoning += event.text;
		else if (event.type === "toolCall") calls.push(toToolCall(event.call));
		else if (event.type === "done") {
			const said = { ...(reasoning !== "" && { reasoning }), ...(calls.length > 0 && { tool_calls: calls }) };
			return { done: true, content, ...said, ...toFigures(event) };
		} else if (event.type === "failed" || event.type === "cancelled") {
			const { error, code, ...details } = toProblem(event);
			throw new HttpError(event.type === "failed" ? 502 : 409, code, error, { ...details, content });
		}
	}
	await cancelRun(call, { runId });
	throw new HttpError(499, "client_closed", "The caller left.");
}
