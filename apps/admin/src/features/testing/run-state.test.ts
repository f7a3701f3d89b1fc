import { expect, it } from "vitest";
import { endedRun as end } from "./fixtures.ts";
import { emptyRun, foldEvent, isLive, standOf, type WireEvent } from "./run-state.ts";

const started: WireEvent = {
	type: "started",
	runId: "r1",
	modelId: "openai/gpt-4o",
	startedAt: "2026-01-01T00:00:00Z",
};
const fold = (...events: WireEvent[]) => events.reduce(foldEvent, emptyRun);

it("waits until the first text, then streams, then ends", () => {
	expect(fold(started)).toMatchObject({ phase: "waiting", modelId: "openai/gpt-4o" });
	expect(isLive(fold(started, { type: "delta", text: "He" }))).toBe(true);
	const done = fold(started, { type: "delta", text: "He" }, { type: "delta", text: "llo" }, { ...end, type: "done" });
	expect(done).toMatchObject({ phase: "success", text: "Hello", end: { totalTokens: 17 }, failure: null });
	expect(isLive(done)).toBe(false);
});

it("keeps reasoning apart from the answer", () => {
	const state = fold(started, { type: "reasoning", text: "Let me see. " }, { type: "delta", text: "42" });
	expect(state).toMatchObject({ reasoning: "Let me see. ", text: "42" });
});

it("keeps what came before a failure, with its reason", () => {
	const failed: WireEvent = { ...end, type: "failed", reason: "overloaded", message: "Busy.", retryable: true };
	expect(fold(started, { type: "delta", text: "Hal" }, failed)).toMatchObject({
		phase: "failed",
		text: "Hal",
		failure: { reason: "overloaded", message: "Busy.", retryable: true },
	});
});

it("says that it was stopped until its end is known", () => {
	const stopped = fold(started, { type: "delta", text: "Hal" }, { type: "stopping" });
	expect([isLive(stopped), standOf(stopped)]).toEqual([true, "stopping"]);
	expect(standOf(foldEvent(stopped, { ...end, type: "cancelled" }))).toBe("cancelled");
});

it("ends as cancelled with what was spent until then", () => {
	expect(fold(started, { ...end, type: "cancelled" })).toMatchObject({
		phase: "cancelled",
		end: { costUsd: "0.0001" },
	});
});
