import type { Counted, SandboxModel } from "../types.ts";
import { chatUsage, openAiChatWire } from "./openai-chat.ts";
import { pageOf, sizeOf } from "./reading.ts";
import { type RefusalFacts, sseData, type WholeAnswer, type Wire } from "./wire.ts";

const error = (code: number, message: string, metadata?: Record<string, unknown>): WholeAnswer => ({
	status: code,
	body: { error: { message, code, ...(metadata && { metadata }) }, user_id: "user_sandbox" },
});

function refuse(failure: Parameters<Wire["refuse"]>[0], facts: RefusalFacts): WholeAnswer {
	const { model, retryAfterMs, detail } = facts;
	switch (failure) {
		case "missing_key":
			return error(401, "No auth credentials found");
		case "unauthorized":
			return error(401, "User not found.");
		case "forbidden":
			return error(403, "This key does not have permission to use this model.");
		case "quota":
			return error(402, "This request requires more credits, or fewer max_tokens. Add credits and try again.", {
				provider_name: null,
			});
		case "rate_limited": {
			const reset = String(Date.now() + (retryAfterMs ?? 2_000));
			const headers = { "X-RateLimit-Limit": "20", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset };
			return { ...error(429, "Rate limit exceeded: free-models-per-min.", { headers }), headers };
		}
		case "model_not_found":
			return error(400, `${model} is not a valid model ID`);
		case "context_length":
			return error(
				400,
				"This endpoint's maximum context length is 8192 tokens. However, you requested about 9001 tokens.",
			);
		case "content_filtered":
			return error(403, "Your chosen model requires moderation and your input was flagged", {
				reasons: ["violence"],
				provider_name: "Sandbox",
			});
		case "overloaded":
			return error(503, "Provider returned error", { provider_name: "Sandbox", raw: "The upstream is overloaded." });
		case "not_found":
			return error(404, "Not Found");
		case "unknown":
			return { status: 200, body: { error: { message: "Something happened that has no name." } } };
		default:
			return error(400, detail ?? "Input must have at least 1 token.");
	}
}

/** USD per token from USD per 1M tokens, both decimal strings. */
const perToken = (per1M: string) => (Number(per1M) / 1_000_000).toFixed(12).replace(/0+$/, "").replace(/\.$/, "");

/** A model with OpenRouter's modalities, parameters and prices; other servers copied this shape. */
export const openRouterModel = (model: SandboxModel) => ({
	id: model.id,
	object: "model",
	owned_by: "sandbox",
	name: model.displayName,
	created: Date.parse(model.createdAt) / 1000,
	knowledge_cutoff: model.knowledgeCutoff ?? null,
	context_length: model.contextLength,
	architecture: {
		input_modalities: model.capabilities.includes("vision") ? ["text", "image"] : ["text"],
		output_modalities: ["text"],
		tokenizer: "Sandbox",
	},
	pricing: {
		prompt: perToken(model.inputPer1M),
		completion: perToken(model.outputPer1M),
		request: model.perRequest ?? "0",
		...(model.cachedInputPer1M !== undefined && { input_cache_read: perToken(model.cachedInputPer1M) }),
	},
	supported_parameters: [
		"max_tokens",
		"temperature",
		"top_p",
		"stop",
		"seed",
		...(model.capabilities.includes("tools") ? ["tools", "tool_choice"] : []),
		...(model.capabilities.includes("json") ? ["response_format", "structured_outputs"] : []),
		...(model.capabilities.includes("reasoning") ? ["reasoning", "include_reasoning"] : []),
	],
	...(model.deprecationDate && { expiration_date: model.deprecationDate }),
	top_provider: { context_length: model.contextLength, max_completion_tokens: model.maxOutputTokens },
});

const usage = (counted: Counted, { costUsd }: { costUsd: number }) => ({
	...chatUsage(counted),
	cost: costUsd,
	is_byok: false,
	cost_details: { upstream_inference_cost: null },
});

const members = { provider: "Sandbox" };

/**
 * OpenRouter: comments before the first frame and white space before a whole answer keep connections alive, usage says
 * the cost, the model list is open to anybody, and the key has a path of its own. Failures come as chunks with an error.
 */
export const openrouter: Wire = {
	...openAiChatWire({
		provider: "openrouter",
		root: "/openrouter",
		version: "/api/v1",
		open: ["models", "model"],
		idPrefix: "gen-",
		members,
		preamble: ": OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\n",
		reasoning: (piece) => ({
			content: "",
			reasoning: piece,
			reasoning_details: [{ type: "reasoning.text", text: piece, format: null, index: 0 }],
		}),
		reasoningMessage: (reasoning, content) => ({ content, reasoning }),
		usage,
		usageOn: "last-choice",
		model: openRouterModel,
		refuse,
		failFrame: ({ body }, answer) =>
			sseData(
				JSON.stringify({
					id: `gen-${answer.id}`,
					...members,
					object: "chat.completion.chunk",
					created: answer.created,
					model: answer.model,
					...(body as object),
					choices: [{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: "error" }],
				}),
			),
		keyFacts: () => ({
			status: 200,
			body: {
				data: {
					label: "sandbox",
					limit: null,
					limit_remaining: null,
					usage: 0,
					is_free_tier: false,
					rate_limit: { requests: -1, interval: "10s" },
				},
			},
		}),
	}),
	lead: "\n         \n",
	list: (models, query, pageSize) => {
		const size = sizeOf(query.get("limit"), 1_000, 1_000, pageSize);
		const start = Number(query.get("offset") ?? 0);
		const { page, more } = pageOf(models, start, size);
		const next = more ? `/api/v1/models?offset=${start + size}&limit=${size}` : null;
		return { status: 200, body: { data: page.map(openRouterModel), ...(next && { links: { next } }) } };
	},
};
