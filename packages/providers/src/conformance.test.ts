import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { adapters } from "./adapter.ts";
import { decodeAnswer } from "./decode.ts";
import { mapFailure } from "./failures.ts";
import { expectedOutcome } from "./test/expected.ts";
import { type Exchange, type Outcome, readExchanges, seededRandom, splits } from "./test/wire.ts";
import type { ChatEvent } from "./types.ts";
import { failureReasons, type ProviderType } from "./vocabulary.ts";

/** Recordings of anybody's, in the format of the fixtures here; without it, the fixtures. */
const directory = process.env.WIRE_DIR ?? join(import.meta.dirname, "fixtures");
const exchanges = readExchanges(directory);

const answerKinds = new Set(["stream", "chat", "stream-ndjson", "stream-jsonarray"]);
/** Other APIs than the chat ones, which nothing here calls. */
const otherApi = /\/(?:responses|completions)$/;
const isChat = ({ kind, path }: Exchange): boolean =>
	answerKinds.has(kind) && (!otherApi.test(path) || path.endsWith("/chat/completions"));

const answers = exchanges.filter(isChat);
const errors = exchanges.filter(({ kind }) => kind === "error");

const decode = (provider: ProviderType, reads: Iterable<Uint8Array>): ChatEvent[] => {
	const decoder = decodeAnswer(provider, adapters[provider].reader());
	const events: ChatEvent[] = [];
	for (const bytes of reads) events.push(...decoder.push(bytes));
	return [...events, ...decoder.close()];
};

const outcomeOf = (events: ChatEvent[]): Outcome => {
	const end = events.filter((event) => event.type === "finish" || event.type === "failed");
	const last = events.at(-1);
	if (end.length !== 1 || end[0] !== last) throw new Error("There must be one end, and it must be the last event.");
	const usages = events.filter((event) => event.type === "usage");
	return {
		text: events.map((event) => (event.type === "text" ? event.text : "")).join(""),
		reasoning: events.map((event) => (event.type === "reasoning" ? event.text : "")).join(""),
		toolCalls: events.flatMap((event) => (event.type === "toolCall" ? [event.call] : [])),
		end: last?.type === "finish" ? last.finishReason : "failed",
		reason: last?.type === "failed" ? last.failure.reason : null,
		usage: usages.length === 1 && usages[0] ? { ...usages[0].usage } : null,
	};
};

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
	lines.push(`Cut at every offset up to ${smallBody} bytes, above that at ${sampled * 3}.`);
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

const smallBody = 1500;
const sampled = 60;

/** Every offset of a small body; of a large one its end, its first bytes, and a sample between. */
const offsetsOf = (body: Buffer): number[] => {
	if (body.length <= smallBody) return Array.from({ length: body.length }, (_, at) => at);
	const random = seededRandom(body.length);
	const sample = Array.from({ length: sampled }, () => Math.floor(random() * body.length));
	const edges = Array.from({ length: sampled }, (_, at) => [at, body.length - 1 - at]).flat();
	return [...edges, ...sample];
};

describe("a recorded answer that is cut off ends in the union and claims no more than came", () => {
	test.each(answers.map((exchange) => [exchange.id, exchange] as const))("%s", (_id, { provider, body }) => {
		const whole = outcomeOf(decode(provider, [body]));
		// Some recordings hold several answers of one conversation, and may be cut between two of them.
		const isOne = body.toString().split('"type":"message_start"').length <= 2;
		const reasons: readonly (string | null)[] = failureReasons;
		// One `expect` for all cuts: one for each would take longer than what it looks at.
		const wrong: string[] = [];
		for (const offset of offsetsOf(body)) {
			const outcome = outcomeOf(decode(provider, [body.subarray(0, offset)]));
			// A character cut in half shows as the replacement character.
			if (!whole.text.startsWith(outcome.text.replace(/\ufffd+$/, ""))) wrong.push(`text at ${offset}`);
			if (outcome.end === "failed") {
				if (!reasons.includes(outcome.reason)) wrong.push(`reason ${outcome.reason} at ${offset}`);
			} else if (whole.end !== "failed" && isOne) {
				const isWhole = isDeepStrictEqual([outcome.text, outcome.toolCalls], [whole.text, whole.toolCalls]);
				if (!isWhole) wrong.push(`finished at ${offset}`);
			}
		}
		expect(wrong).toEqual([]);
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
