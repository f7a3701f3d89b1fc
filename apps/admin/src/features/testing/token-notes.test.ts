import { expect, it } from "vitest";
import { endedRun } from "./fixtures.ts";
import { tokenNotes } from "./token-notes.ts";

const shown = { areShown: true, arePossible: true };
const none = { areShown: false, arePossible: false };
const hidden = { areShown: false, arePossible: true };
const end = { ...endedRun, cachedInputTokens: 1_000, reasoningTokens: 40 };

it("says what was cached and what was thought, where there is any of it", () => {
	expect(tokenNotes(end, shown)).toEqual(["1,000 cached", "40 reasoning"]);
	expect(tokenNotes({ ...end, cachedInputTokens: 0, reasoningTokens: 0 }, none)).toEqual([]);
	expect(tokenNotes({ ...end, cachedInputTokens: null, reasoningTokens: null }, none)).toEqual([]);
});

it("says of thoughts that came and were not counted just that, and never that there were none", () => {
	expect(tokenNotes({ ...end, cachedInputTokens: 0, reasoningTokens: null }, shown)).toEqual(["reasoning not counted"]);
	// A provider that counts them and counts none has counted.
	expect(tokenNotes({ ...end, cachedInputTokens: 0, reasoningTokens: 0 }, shown)).toEqual([]);
	// A call that failed before anything was metered has no tokens to speak of.
	const unmetered = { cachedInputTokens: null, outputTokens: null, reasoningTokens: null, costState: null };
	expect(tokenNotes({ ...end, ...unmetered }, shown)).toEqual([]);
});

it("says of a model that can think that its thoughts were neither shown nor counted, and of no other", () => {
	const uncounted = { ...end, cachedInputTokens: 0, reasoningTokens: null };
	expect(tokenNotes(uncounted, hidden)).toEqual(["any reasoning not shown or counted"]);
	expect(tokenNotes(uncounted, none)).toEqual([]);
	expect(tokenNotes({ ...uncounted, reasoningTokens: 0 }, hidden)).toEqual([]);
	expect(tokenNotes({ ...uncounted, reasoningTokens: 40 }, hidden)).toEqual(["40 reasoning"]);
	// Where nothing came, or nobody knows how much, there is nothing that they could be part of.
	for (const outputTokens of [0, null]) expect(tokenNotes({ ...uncounted, outputTokens }, hidden)).toEqual([]);
});
