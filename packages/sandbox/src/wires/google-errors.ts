import type { WholeAnswer, Wire } from "./wire.ts";

const error = (code: number, status: string, message: string, details?: unknown[]): WholeAnswer => ({
	status: code,
	body: { error: { code, message, status, ...(details && { details }) } },
});

const keyInvalid = {
	"@type": "type.googleapis.com/google.rpc.ErrorInfo",
	reason: "API_KEY_INVALID",
	domain: "googleapis.com",
	metadata: { service: "generativelanguage.googleapis.com" },
};

const quotaFailure = (quotaId: string) => ({
	"@type": "type.googleapis.com/google.rpc.QuotaFailure",
	violations: [{ quotaId }],
});

const exhausted = (...details: unknown[]) =>
	error(
		429,
		"RESOURCE_EXHAUSTED",
		"You exceeded your current quota, please check your plan and billing details.",
		details,
	);

/** Google's refusals: 400 to a wrong key, how long to wait in RetryInfo, and 200 to a prompt that it blocks. */
export const googleRefusal: Wire["refuse"] = (failure, { model, retryAfterMs = 2_000, detail }) => {
	switch (failure) {
		case "missing_key":
			return error(
				403,
				"PERMISSION_DENIED",
				"Method doesn't allow unregistered callers. Please use API Key or other form of API consumer identity.",
			);
		case "unauthorized":
			return error(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", [keyInvalid]);
		case "forbidden":
			return error(403, "PERMISSION_DENIED", "The caller does not have permission");
		case "quota":
			return exhausted(quotaFailure("GenerateRequestsPerDayPerProjectPerModel-FreeTier"));
		case "rate_limited":
			return exhausted(quotaFailure("GenerateRequestsPerMinutePerProjectPerModel-FreeTier"), {
				"@type": "type.googleapis.com/google.rpc.RetryInfo",
				retryDelay: `${retryAfterMs / 1000}s`,
			});
		case "model_not_found":
			return error(
				404,
				"NOT_FOUND",
				`models/${model} is not found for API version v1beta, or is not supported for generateContent. Call ModelService.ListModels to see the list of available models.`,
			);
		case "context_length":
			return error(
				400,
				"INVALID_ARGUMENT",
				"The input token count (1048577) exceeds the maximum number of tokens allowed (1048576).",
			);
		case "content_filtered":
			return {
				status: 200,
				body: {
					promptFeedback: { blockReason: "PROHIBITED_CONTENT", blockReasonMessage: "The prompt was blocked." },
					usageMetadata: { promptTokenCount: 1, totalTokenCount: 1 },
					modelVersion: model,
				},
			};
		case "overloaded":
			return error(503, "UNAVAILABLE", "The model is overloaded. Please try again later.");
		case "not_found":
			return error(404, "NOT_FOUND", "Requested entity was not found.");
		case "unknown":
			return { status: 200, body: { error: { code: 0, message: "Something happened.", status: "UNKNOWN" } } };
		default:
			return error(400, "INVALID_ARGUMENT", detail ?? "Invalid value at 'generation_config.temperature'");
	}
};
