import type { RunEnd } from "@llm-hub/api/schemas";

/** A run that ended well, for tests: each says what differs. */
export const endedRun: RunEnd = {
	runId: "r1",
	inputTokens: 12,
	cachedInputTokens: 0,
	cacheWriteTokens: 0,
	outputTokens: 5,
	reasoningTokens: 2,
	totalTokens: 17,
	costUsd: "0.0001",
	costState: "computed",
	ttftMs: 40,
	latencyMs: 90,
	finishReason: "stop",
	keySource: "database",
	keyVersion: null,
	keyLabel: null,
	costExplanation: ["12 input tokens"],
};
