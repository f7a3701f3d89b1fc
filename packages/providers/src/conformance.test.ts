import { afterAll, describe, expect, test } from "vitest";
import { mapFailure } from "./failures.ts";
import { answerKinds, answers, decode, exchanges, outcomeOf } from "./test/answers.ts";
import { expectedOutcome } from "./test/expected.ts";
import { splits } from "./test/wire.ts";

const errors = exchanges.filter(({ kind }) => kind === "error");

interface Tally {
	passed: number;
	total: number;
	misses: string[];
}
const tallies = new Map<string, Tally>();
const count = (what: string, provider: string, miss?: string): void => {
	const name = `${what}, ${provider}`;
	const tally = tallies.get(name) ?? { passed: 0, total: 0, misses: [] };
	tallies.set(name, tally);
	tally.total++;
	if (miss === undefined) tally.passed++;
	else tally.misses.push(miss);
};

afterAll(() => {
	const lines = [...tallies].map(([name, { passed, total, misses }]) =>
		[`${name}: ${passed} of ${total}`, ...misses.map((miss) => `  miss: ${miss}`)].join("\n"),
	);
	const left = new Map<string, number>();
	for (const exchange of exchanges.filter((one) => !answers.includes(one) && !errors.includes(one))) {
		const kind = answerKinds.has(exchange.kind) ? `${exchange.kind} of another API` : exchange.kind;
		left.set(kind, (left.get(kind) ?? 0) + 1);
	}
	lines.push(`Of no concern here: ${[...left].map(([kind, many]) => `${many} ${kind}`).join(", ") || "none"}.`);
	process.stdout.write(`\nConformance of ${exchanges.length} exchanges\n${lines.join("\n")}\n`);
});

describe("a recorded answer, however it is cut into reads, says what was recorded", () => {
	test.each(answers.map((exchange) => [exchange.id, exchange] as const))("%s", (id, exchange) => {
		try {
			const { usage, reason: _unsaid, ...expected } = expectedOutcome(exchange);
			for (const [name, reads] of Object.entries(splits(exchange))) {
				const outcome = outcomeOf(decode(exchange.provider, reads));
				expect(outcome, name).toMatchObject(expected);
				expect(outcome.reason, name).not.toBe("unknown");
				if (usage === null) expect(outcome.usage, name).toBeNull();
				else {
					const { billedUsd, ...tokens } = usage;
					expect(outcome.usage, name).toMatchObject(tokens);
					if (billedUsd === undefined) expect(outcome.usage).not.toHaveProperty("billedUsd");
					else expect(Number(outcome.usage?.billedUsd), name).toBeCloseTo(Number(billedUsd), 12);
				}
				if (exchange.expected) expect(outcome, `${name}, as told by hand`).toMatchObject(exchange.expected);
			}
			count("answers", exchange.provider);
		} catch (error) {
			count("answers", exchange.provider, id);
			throw error;
		}
	});
});

/** Recorded errors that may stay unknown, each with its reason. */
const unknownErrors: Readonly<Record<string, string>> = {};

describe("a recorded error becomes a member of the union that a person can act on", () => {
	test.each(errors.map((exchange) => [exchange.id, exchange] as const))("%s", (id, exchange) => {
		const { provider, status, headers, body, expected } = exchange;
		const failure = mapFailure(provider, status, headers, body.toString("utf8"));
		const isKnown = failure.reason !== "unknown";
		count("errors", provider, isKnown ? undefined : `${id}: ${unknownErrors[id] ?? "not listed"}`);
		expect(isKnown || id in unknownErrors, failure.message).toBe(true);
		if (expected?.reason) expect(failure.reason).toBe(expected.reason);
		expect(failure.message).not.toMatch(/:\/\/|\*{3}|\bsk-/);
		expect(failure.message.length).toBeGreaterThan(20);
	});
});
