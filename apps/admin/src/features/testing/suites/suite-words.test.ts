import { expect, it } from "vitest";
import { type ModelFigures, newerOf, remainingMs, type Suite, sortModels, spreadOf, stateOf } from "./suite-words.ts";

const none = { pending: 0, running: 0, done: 0, failed: 0, cancelled: 0 };
const figuresOf = (modelId: string, rate: number | null, costPerPassUsd: string | null, p50: number): ModelFigures => ({
	modelId,
	cells: 4,
	states: { ...none, done: 4 },
	judged: 4,
	passed: 4,
	passRate: rate === null ? null : { value: rate, low: 0, high: 1 },
	costUsd: "1",
	unpriced: 0,
	costPerPassUsd,
	latencyMs: { n: 4, p50, p95: p50, min: p50, max: p50 },
	ttftMs: null,
});
const models = [
	figuresOf("unjudged", null, null, 100),
	figuresOf("dear", 1, "0.2", 300),
	figuresOf("cheap", 1, "0.1", 400),
];

it("keeps an event that overtook the answer to a change", () => {
	const [answer, event, older] = ["7", "10", "6"].map((lastEventId) => ({ lastEventId }));
	expect(newerOf(event, answer!)).toBe(event);
	expect(newerOf({ ...answer!, isLast: true }, { ...answer!, isLast: false })).toMatchObject({ isLast: true });
	expect(newerOf(older, answer!)).toBe(answer);
	expect(newerOf(undefined, answer!)).toBe(answer);
});

it("orders models, what is unknown last", () => {
	const idsBy = (sort: Parameters<typeof sortModels>[1]) => sortModels(models, sort).map(({ modelId }) => modelId);
	expect(idsBy("best")).toEqual(["cheap", "dear", "unjudged"]);
	expect(idsBy("cheapest")).toEqual(["cheap", "dear", "unjudged"]);
	expect(idsBy("fastest")).toEqual(["unjudged", "dear", "cheap"]);
});

it("says how long the rest takes, or nothing where that is not known", () => {
	const left = models.map((model) => ({ ...model, states: { ...none, pending: 1, running: 1 } }));
	const suite = { state: "running", states: { ...none, done: 3 }, waitsUntil: null, concurrency: 2 } as Suite;
	expect(remainingMs({ ...suite, matrix: { models: left, cells: [] } })).toBe(800);
	const unmeasured = left.map((model) => ({ ...model, latencyMs: null }));
	expect(remainingMs({ ...suite, matrix: { models: unmeasured, cells: [] } })).toBeNull();
	expect(remainingMs({ ...suite, states: { ...none, done: 2 }, matrix: { models: left, cells: [] } })).toBeNull();
});

it("tells stopping from stopped, and what has no answer from what was judged", () => {
	expect(stateOf({ state: "cancelled", states: { ...none, running: 1 }, stop: null }).words).toBe("stopping");
	expect(stateOf({ state: "cancelled", states: none, stop: null }).words).toBe("cancelled");
	expect(stateOf({ state: "done", states: { ...none, failed: 2, cancelled: 1 }, stop: null }).words).toBe(
		"done, 2 failed, 1 stopped",
	);
	expect(stateOf({ state: "stopped", states: none, stop: { kind: "cap", message: "" } }).words).toBe("cap reached");
});

it.each([
	[{ n: 1, p50: 130, p95: 130, min: 130, max: 130 }, "130 ms"],
	[{ n: 3, p50: 130, p95: 137, min: 124, max: 137 }, "130 ms (124 to 137 ms)"],
	[{ n: 3, p50: 900, p95: 1_200, min: 124, max: 1_200 }, "900 ms (124 ms to 1.20 s)"],
	[{ n: 3, p50: 125_000, p95: 129_000, min: 125_000, max: 129_000 }, "2 min 5 s (2 min 5 s to 2 min 9 s)"],
	[{ n: 20, p50: 130, p95: 140, min: 1, max: 900 }, "130 ms (p95 140 ms)"],
])("says the spread of %j as %s", (spread, words) => expect(spreadOf(spread)).toBe(words));
