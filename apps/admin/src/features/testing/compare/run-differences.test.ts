import { describe, expect, it } from "vitest";
import { subtractDecimals } from "./decimal.ts";
import { type ComparedRun, figureLines, settingLines } from "./run-differences.ts";

const run = (more: Partial<ComparedRun>) =>
	({
		modelId: "openai/a",
		messages: [],
		parameters: { temperature: 0.7, maxTokens: 100, topP: 1 },
		costUsd: "0.003",
		ttftMs: 300,
		latencyMs: 1300,
		inputTokens: 10,
		outputTokens: 100,
		finishReason: "stop",
		status: "success",
		costState: "computed",
		...more,
	}) as ComparedRun;
const figures = (a: Partial<ComparedRun>, b: Partial<ComparedRun>) =>
	Object.fromEntries(figureLines(run(a), run(b)).map(({ label, difference }) => [label, difference]));

describe("the differences of two runs", () => {
	it("have their sign, and none where nothing differs", () => {
		expect(figures({}, { ttftMs: 180, latencyMs: 2180, outputTokens: 100 })).toEqual({
			Cost: "the same",
			"First token": "−120 ms",
			"Total time": "+880 ms",
			Speed: "−50 tok/s",
			"Tokens in": "the same",
			"Tokens out": "the same",
		});
	});

	it("are exact in money, and unknown where one cost is", () => {
		expect(figures({ costUsd: "0.1" }, { costUsd: "0.3" }).Cost).toBe("+$0.20");
		expect(figures({ costUsd: "0.0000003" }, { costUsd: "0.0000001" }).Cost).toBe("−$0.0000002");
		expect(figures({ costUsd: null }, {}).Cost).toBeNull();
		const unmetered = { status: "failed", costUsd: null, costState: null, outputTokens: null } as const;
		const [cost] = figureLines(run({ costUsd: null }), run(unmetered));
		expect(cost?.sides).toEqual(["unknown", "none"]);
	});

	it("mark what was set differently, and what only one has", () => {
		const parameters = { temperature: 0.7, maxTokens: 50, topP: 1, seed: 7 };
		const lines = settingLines(run({}), run({ modelId: "openai/b", parameters }));
		expect(lines.filter(({ isDifferent }) => isDifferent).map(({ label, sides }) => [label, ...sides])).toEqual([
			["Model", "openai/a", "openai/b"],
			["Max tokens", "100", "50"],
			["Seed", "not set", "7"],
		]);
	});
});

it.each([
	["0.3", "0.1", "0.2"],
	["0.1", "0.3", "-0.2"],
	["12", "0.000000000001", "11.999999999999"],
	["-1.5", "1", "-2.5"],
	["1", "1.000", "0"],
])("%s less %s is %s", (a, b, difference) => expect(subtractDecimals(a, b)).toBe(difference));
