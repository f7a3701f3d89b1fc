import { inSeconds, type RefusalFacts, type WholeAnswer, type Wire } from "./wire.ts";

/** A key as OpenAI echoes it: the first eight and the last four characters. */
const maskedKey = (key: string) => (key.length > 12 ? `${key.slice(0, 8)}****${key.slice(-4)}` : "****");

const envelope = (status: number, message: string, type: string, code: string | null, param: string | null = null) => ({
	status,
	body: { error: { message, type, param, code } },
});

/** OpenAI's refusals; the wires of its dialect override what they say differently. */
export function openAiRefusal(failure: Parameters<Wire["refuse"]>[0], facts: RefusalFacts): WholeAnswer {
	const { model, key, retryAfterMs } = facts;
	const invalid = "invalid_request_error";
	switch (failure) {
		case "missing_key":
			return envelope(
				401,
				"You didn't provide an API key. Send it in the Authorization header, as in: Authorization: Bearer YOUR_KEY.",
				invalid,
				null,
			);
		case "unauthorized":
			return envelope(401, `Incorrect API key provided: ${maskedKey(key)}.`, invalid, "invalid_api_key");
		case "forbidden":
			return envelope(403, "You are not allowed to sample from this model", invalid, null);
		case "quota":
			return envelope(
				429,
				"You exceeded your current quota, please check your plan and billing details.",
				"insufficient_quota",
				"insufficient_quota",
			);
		case "rate_limited": {
			const wait = retryAfterMs ?? 2_000;
			return {
				...envelope(
					429,
					`Rate limit reached for ${model} on requests per min (RPM): Limit 3, Used 3, Requested 1. Please try again in ${wait}ms.`,
					"requests",
					"rate_limit_exceeded",
				),
				headers: { "retry-after": inSeconds(wait), "retry-after-ms": String(wait) },
			};
		}
		case "model_not_found":
			return envelope(
				404,
				`The model \`${model}\` does not exist or you do not have access to it.`,
				invalid,
				"model_not_found",
			);
		case "context_length":
			return envelope(
				400,
				"This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens. Please reduce the length of the messages.",
				invalid,
				"context_length_exceeded",
				"messages",
			);
		case "content_filtered":
			return envelope(
				400,
				"The response was filtered because the prompt triggered the content policy. Please modify your prompt and retry.",
				invalid,
				"content_filter",
				"prompt",
			);
		case "overloaded":
			return {
				...envelope(503, "The engine is currently overloaded, please try again later", "server_error", null),
				...(retryAfterMs !== undefined && { headers: { "retry-after": inSeconds(retryAfterMs) } }),
			};
		case "not_found":
			return envelope(404, `Invalid URL (${facts.detail ?? ""})`, invalid, null);
		case "unknown":
			return envelope(200, "Something happened that has no name.", "sandbox_error", "sandbox_unknown");
		default:
			return envelope(400, facts.detail ?? "Invalid value for 'temperature'.", invalid, "invalid_value");
	}
}
