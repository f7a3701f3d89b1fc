import type { RunEnd } from "@llm-hub/api/schemas";
import { expect, it } from "vitest";
import { tokenNotes } from "./token-notes.ts";

const end: RunEnd = {
	runId: "r1",
	inputTokens: 1_200,
	cachedInputTokens: 1_000,
	cacheWriteTokens: 0,
	outputTokens: 50,
	reasoningTokens: 40,
	totalTokens: 1_250,
	costUsd: "0.0001",
	costState: "computed",
	ttftMs: 40,
	latencyMs: 90,
	finishReason: "stop",
	keySource: "database",
	keyVersion: null,
	keyLabel: null,
	costExplanation: [],
};

it("says what was cached and what was thought, where there is any of it", () => {
	expect(tokenNotes(end, true)).toEqual(["1,000 cached", "40 reasoning"]);
	expect(tokenNotes({ ...end, cachedInputTokens: 0, reasoningTokens: 0 }, false)).toEqual([]);
	expect(tokenNotes({ ...end, cachedInputTokens: null, reasoningTokens: null }, false)).toEqual([]);
});

it("says of thoughts that came and were not counted just that, and never that there were none", () => {
	expect(tokenNotes({ ...end, cachedInputTokens: 0, reasoningTokens: null }, true)).toEqual(["reasoning not counted"]);
	// A provider that counts them and counts none has counted.
	expect(tokenNotes({ ...end, cachedInputTokens: 0, reasoningTokens: 0 }, true)).toEqual([]);
	// A call that failed before anything was metered has no tokens to speak of.
	const unmetered = { cachedInputTokens: null, outputTokens: null, reasoningTokens: null, costState: null };
	expect(tokenNotes({ ...end, ...unmetered }, true)).toEqual([]);
});
