import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adapters } from "./adapter.ts";
import { decodeAnswer } from "./decode.ts";
import { messagesOf } from "./test/expected.ts";
import { sse } from "./test/upstream.ts";
import { readExchanges } from "./test/wire.ts";
import type { ChatEvent } from "./types.ts";
import { type ProviderType, providerTypes } from "./vocabulary.ts";

const decode = (provider: ProviderType, reads: Iterable<Uint8Array | string>): ChatEvent[] => {
	const decoder = decodeAnswer(provider, adapters[provider].reader());
	const events: ChatEvent[] = [];
	for (const bytes of reads) events.push(...decoder.push(typeof bytes === "string" ? Buffer.from(bytes) : bytes));
	return [...events, ...decoder.close()];
};

const answers = readExchanges(join(import.meta.dirname, "fixtures")).filter(({ kind }) => kind !== "error");

type Json = Record<string, unknown>;

/** A copy with the value at one of its places, chosen by number, replaced. */
const withOneReplaced = (message: unknown, place: number, value: unknown): unknown => {
	const copy = structuredClone(message);
	const places: [Json, string][] = [];
	const visit = (from: unknown): void => {
		if (typeof from !== "object" || from === null) return;
		for (const [name, inner] of Object.entries(from)) {
			places.push([from as Json, name]);
			visit(inner);
		}
	};
	visit(copy);
	const [holder, name] = places[place % places.length] ?? [];
	if (holder && name) holder[name] = value;
	return copy;
};

describe("whatever a provider sends", () => {
	test("a message with a wrong value in any place ends in the union", () => {
		const anything = fc.oneof(
			fc.constantFrom(null, 0, -1, "", "x", true, [], {}, [null], { a: [] }, { toString: "x" }),
			fc.jsonValue(),
		);
		fc.assert(
			fc.property(fc.constantFrom(...answers), fc.nat(), fc.nat(), anything, (exchange, which, place, value) => {
				const messages: unknown[] = messagesOf(exchange.body.toString());
				const at = which % messages.length;
				const body = messages.map((message, index) =>
					sse(index === at ? withOneReplaced(message, place, value) : message),
				);
				const last = decode(exchange.provider, body).at(-1);
				expect(["finish", "failed"]).toContain(last?.type);
			}),
			{ numRuns: 1500 },
		);
	});

	test.each<[ProviderType, Json]>([
		["openai", { choices: [{ index: 0, delta: {}, finish_reason: "constructor" }] }],
		["anthropic", { type: "message_delta", delta: { stop_reason: "constructor" } }],
		["google", { candidates: [{ finishReason: "constructor" }] }],
		["cohere", { type: "message-end", delta: { finish_reason: "constructor" } }],
	])("an end that %s never named is another one", (provider, message) => {
		expect(decode(provider, [sse(message)]).at(-1)).toMatchObject({ type: "finish", finishReason: "other" });
	});

	test.each(providerTypes)("bytes that make no sense to %s end in the union", (provider) => {
		const bytes = fc.uint8Array({ maxLength: 60 });
		const lines = fc.array(fc.oneof(fc.json(), fc.string()).map((text) => `data: ${text}\n\n`));
		fc.assert(
			fc.property(fc.oneof(fc.array(bytes), lines), (reads) => {
				const events = decode(provider, reads);
				const ends = events.filter(({ type }) => type === "finish" || type === "failed");
				expect(ends).toEqual([events.at(-1)]);
			}),
		);
	});
});

describe("the beginning of a body", () => {
	const text = sse({ choices: [{ delta: { content: "Hi" }, finish_reason: "stop" }] });
	test.each([
		["a byte order mark", "\ufeff"],
		["white space", " \n\n  "],
		["a comment", ": OPENROUTER PROCESSING\n\n"],
		["a retry hint and an id", "retry: 100\nid: 7\n\n"],
		["a ping that is no JSON", "event: ping\ndata: still here\n\n"],
	])("may be %s", (_what, prefix) => {
		expect(decode("custom", [prefix + text])).toEqual([
			{ type: "text", text: "Hi" },
			expect.objectContaining({ type: "finish", finishReason: "stop" }),
		]);
	});
});

describe("pieces of tool calls", () => {
	const piece = (tool: unknown) => sse({ choices: [{ delta: { tool_calls: [tool] } }] });
	const end = sse({ choices: [{ delta: {}, finish_reason: "tool_calls" }] });
	const calls = (pieces: string[]) =>
		decode("custom", [...pieces, end]).flatMap((event) => (event.type === "toolCall" ? [event.call] : []));

	test("two calls may come under one index", () => {
		const both = [
			piece({ index: 0, id: "a", function: { name: "f", arguments: '{"x":' } }),
			piece({ index: 0, function: { arguments: "1}" } }),
			piece({ index: 0, id: "b", function: { name: "g", arguments: "" } }),
			piece({ index: 0, function: { arguments: "{}" } }),
		];
		expect(calls(both)).toEqual([
			{ id: "a", name: "f", arguments: '{"x":1}' },
			{ id: "b", name: "g", arguments: "{}" },
		]);
	});

	test("a broken answer calls nothing", () => {
		const begun = piece({ index: 0, id: "a", function: { name: "f", arguments: '{"x":' } });
		expect(decode("custom", [begun]).map(({ type }) => type)).toEqual(["failed"]);
	});

	test("the id may be repeated and the arguments may be an object", () => {
		expect(
			calls([
				piece({ index: 0, id: "a", function: { name: "f", arguments: { x: 1 } } }),
				piece({ index: 0, id: "a", function: { name: "f", arguments: null } }),
			]),
		).toEqual([{ id: "a", name: "f", arguments: '{"x":1}' }]);
	});
});

test("an event stream says the same however it is cut, with and without frames that need no parsing", () => {
	const piece = fc.oneof(fc.constantFrom("a", '"', "\\", "\n", "data: ", "\n\n", "é", "😀"), fc.string());
	const chunk = fc.oneof(
		piece.map((content) => ({ text: content, wire: sse({ choices: [{ index: 0, delta: { content } }] }) })),
		fc.constantFrom(": ping\n\n", "\n", "event: x\ndata: {}\n\n").map((wire) => ({ text: "", wire })),
	);
	fc.assert(
		fc.property(fc.array(chunk, { minLength: 3, maxLength: 15 }), fc.integer({ min: 1, max: 90 }), (chunks, size) => {
			const bytes = Buffer.from(`${chunks.map(({ wire }) => wire).join("")}data: [DONE]\n\n`);
			const reads = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
				bytes.subarray(index * size, (index + 1) * size),
			);
			const said = decode("openai", reads).map((event) => (event.type === "text" ? event.text : ""));
			expect(said.join("")).toBe(
				chunks
					.map(({ text }) => text)
					.join("")
					.toWellFormed(),
			);
		}),
	);
});

test("a character that a provider cut in two comes whole, and half a one without the other stays what it is", () => {
	const piece = (delta: Json) => sse({ choices: [{ index: 0, delta }] });
	const halves = [piece({ content: "a\ud83d" }), piece({ content: "\ude00b" }), piece({ content: "\ud83d" })];
	const thought = [piece({ reasoning: "c\ud83d" }), piece({ reasoning: "\ude00" }), piece({ content: "d\ud83d" })];
	const events = decode("openrouter", [...halves, ...thought, "data: [DONE]\n\n"]);
	expect(events.filter(({ type }) => type !== "finish")).toEqual([
		{ type: "text", text: "a" },
		{ type: "text", text: "😀b" },
		{ type: "text", text: "\ud83d" },
		{ type: "reasoning", text: "c" },
		{ type: "reasoning", text: "😀" },
		{ type: "text", text: "d" },
		{ type: "text", text: "\ud83d" },
	]);
});
