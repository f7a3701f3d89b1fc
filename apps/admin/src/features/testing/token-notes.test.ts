import { expect, it } from "vitest";
import { endedRun } from "./fixtures.ts";
import { tokenNotes } from "./token-notes.ts";

const end = { ...endedRun, cachedInputTokens: 1_000, reasoningTokens: 40 };

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
