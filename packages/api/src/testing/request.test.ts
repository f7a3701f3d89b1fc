import { schema } from "@llm-hub/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ask, createLab, follow, type Lab, textOf } from "./fixtures.ts";
import type { StartRunInput } from "./request-schema.ts";

let lab: Lab;
beforeAll(async () => {
	lab = await createLab();
});
afterAll(() => lab[Symbol.asyncDispose]());
beforeEach(() => lab.sandbox.reset());

const png = Buffer.from("\x89PNG\r\n\x1a\n and the rest of a picture", "latin1").toString("base64");
const image = { mediaType: "image/png" as const, base64: png };
const answer = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const tools = [{ name: "weather", description: "Looks up the weather", parameters: answer }];

const testing = () => lab.api.as(lab.user).testing;
const withParameters = (parameters: Partial<StartRunInput["parameters"]>, content = "Hi"): StartRunInput => {
	const input = ask(content);
	return { ...input, parameters: { ...input.parameters, ...parameters } };
};
const run = async (input: StartRunInput) => {
	const { runId } = await testing().start(input);
	return { runId, events: await follow(lab.api, lab.user, runId) };
};
const chatBody = () => lab.sandbox.calls.find(({ kind }) => kind === "chat")?.body as Record<string, unknown>;

describe("testing.start", () => {
	it("sends stop, seed, schema, tools and images in the provider's words, and keeps them for another time", async () => {
		const parameters = { stop: ["END"], seed: 7, jsonSchema: { name: "place", schema: answer }, tools };
		const input = withParameters(parameters, "Where is this?");
		const { runId } = await run({ ...input, messages: [{ role: "user", content: "Where is this?", images: [image] }] });
		expect(chatBody()).toMatchObject({
			stop: ["END"],
			seed: 7,
			response_format: { type: "json_schema", json_schema: { name: "place", schema: answer } },
			tools: [{ type: "function", function: tools[0] }],
			messages: [
				{
					role: "user",
					content: [
						{ type: "text", text: "Where is this?" },
						{ type: "image_url", image_url: { url: `data:image/png;base64,${png}` } },
					],
				},
			],
		});
		const shown = await testing().byId({ runId });
		const kept = { mediaType: "image/png", bytes: Buffer.from(png, "base64").length };
		expect(shown.messages).toEqual([{ role: "user", content: "Where is this?", images: [kept] }]);
		expect(shown.parameters).toMatchObject(parameters);
		expect(JSON.stringify(await testing().history({}))).not.toContain(png);
		expect(await testing().images({ runId })).toEqual({ images: [{ message: 0, ...image }] });
		const other = await lab.api.createUser("admin");
		await expect(lab.api.as(other).testing.images({ runId })).rejects.toMatchObject({ code: "NOT_FOUND" });
		await lab.api.db.delete(schema.testRuns).where(eq(schema.testRuns.id, runId));
		expect(await lab.api.db.$count(schema.testRunImages)).toBe(0);
	});

	it("tells a tool call once, also to who comes back, and keeps it in the history", async () => {
		lab.sandbox.script({ kind: "chat", toolCall: { name: "weather", arguments: { city: "Paris" } } });
		const { runId, events } = await run(withParameters({ tools }, "Weather in Paris?"));
		const calls = events.flatMap(({ id, event }) => (event.type === "toolCall" ? [{ id, call: event.call }] : []));
		expect(calls.map(({ call }) => [call.name, JSON.parse(call.arguments)])).toEqual([["weather", { city: "Paris" }]]);
		const again = await follow(lab.api, lab.user, runId, calls[0]!.id);
		expect(again.map(({ event }) => event.type)).not.toContain("toolCall");
		expect((await testing().byId({ runId })).toolCalls).toEqual([calls[0]!.call]);
		// A cursor of before there were tool calls begins with the first of them.
		const older = await follow(lab.api, lab.user, runId, "0.0.1");
		expect(older.map(({ event }) => event.type)).toContain("toolCall");
	});

	const gif = Buffer.from("GIF89a and so on, long enough to be one").toString("base64");
	const withImages = (...images: unknown[]) => ({ ...ask("Hi"), messages: [{ role: "user", content: "", images }] });
	const bomb = JSON.parse(`${'{"items":'.repeat(5_000)}{}${"}".repeat(5_000)}`);
	it.each([
		["a PDF", withImages({ ...image, base64: Buffer.from("%PDF-1.7 a document").toString("base64") }), "not a PNG"],
		["another kind than it says", withImages({ ...image, base64: gif }), "This is image/gif, not image/png."],
		["what is no base64", withImages({ ...image, base64: "https://example.com/cat.png" }), "base64"],
		["an address", withImages({ mediaType: "image/png", url: "http://169.254.169.254/" }), "url"],
		["an image of 6 MB", withImages({ ...image, base64: png + "A".repeat(8_000_000 - png.length) }), "at most 5 MB"],
		["nine images", withImages(...Array.from({ length: 9 }, () => image)), "at most 8 images"],
		["an image of the system", { ...ask("Hi"), messages: [{ role: "system", content: "", images: [image] }] }, "Only"],
		["a schema of an unknown type", withParameters({ jsonSchema: { name: "a", schema: { type: "text" } } }), "one of"],
		["a schema that fetches", withParameters({ tools: [{ name: "a", parameters: { $ref: "http://a" } }] }), "fetched"],
		["a bottomless schema", withParameters({ jsonSchema: { name: "a", schema: bomb } }), "deep"],
		["a tool named by a sentence", withParameters({ tools: [{ name: "look up", parameters: {} }] }), "A name has"],
		["a tool twice", withParameters({ tools: [...tools, ...tools] }), "once"],
		["five stop sequences", withParameters({ stop: ["a", "b", "c", "d", "e"] }), "At most 4"],
		["a cap of nothing", withParameters({ costCapUsd: "0.00" }), "above 0"],
		["a cap below the prompt", withParameters({ costCapUsd: "0.00001" }), "at least $0.000024"],
	])("refuses %s before anything is spent", async (_, input, words) => {
		const before = await lab.api.db.$count(schema.llmUsageLogs);
		await expect(testing().start(input as never)).rejects.toThrow(words);
		expect(await lab.api.db.$count(schema.llmUsageLogs)).toBe(before);
		expect(lab.sandbox.calls).toEqual([]);
	});
});

describe("a cost cap", () => {
	it("lowers the limit of the answer to what it pays for, and says so", async () => {
		// 8 tokens in at $2 and 10 out at $8 per 1M.
		const { runId } = await run(withParameters({ costCapUsd: "0.000096" }, "hello"));
		expect(chatBody()).toMatchObject({ max_completion_tokens: 10 });
		const shown = await testing().byId({ runId });
		expect(shown).toMatchObject({ cappedMaxTokens: 10, parameters: { maxTokens: 1000, costCapUsd: "0.000096" } });
	});

	it("cuts an answer that passes it against its own limit", async () => {
		lab.sandbox.script({ kind: "chat", text: "word ".repeat(2_000), chunkDelayMs: 1 });
		const { runId, events } = await run(withParameters({ costCapUsd: "0.001" }, "Go on"));
		const end = events.at(-1)!.event;
		expect(end).toMatchObject({ type: "cancelled", finishReason: "cost_cap" });
		expect(textOf(events).length).toBeLessThan(5_000);
		expect((await testing().byId({ runId })).finishReason).toBe("cost_cap");
	});

	it("needs a price", async () => {
		const input = { ...withParameters({ costCapUsd: "1" }), modelId: "openai/unpriced" };
		await expect(testing().start(input)).rejects.toMatchObject({ code: "UNPROCESSABLE_CONTENT" });
		expect(lab.sandbox.calls).toEqual([]);
	});
});

describe("testing.estimate", () => {
	const draft = (content: string, costCapUsd?: string) => ({
		modelIds: ["openai/priced", "openai/unpriced", "custom/unheard-of"],
		messages: [{ role: "user" as const, content }],
		parameters: { temperature: 0.7, maxTokens: 1000, topP: 1, ...(costCapUsd && { costCapUsd }) },
	});

	it("says range, least cap and what is unknown, by model and in all, and spends nothing", async () => {
		const estimate = await testing().estimate(draft("hello"));
		const [priced, unpriced, custom] = estimate.models;
		expect(priced).toMatchObject({
			inputTokens: 8,
			state: "estimated",
			lowUsd: "0.000024",
			highUsd: "0.008016",
			leastCapUsd: "0.000024",
			cappedMaxTokens: null,
		});
		for (const unknown of [unpriced, custom]) expect(unknown).toMatchObject({ state: "unpriced", highUsd: null });
		expect(estimate).toMatchObject({ lowUsd: "0.000024", highUsd: "0.008016", unpriced: 2 });
		expect(lab.sandbox.calls).toEqual([]);
		await expect(lab.api.as(null).testing.estimate(draft("hello"))).rejects.toMatchObject({ code: "UNAUTHORIZED" });
		const nobodys = { ...draft("hello"), modelIds: ["nobody/x"] };
		await expect(testing().estimate(nobodys)).rejects.toMatchObject({ code: "NOT_FOUND" });
	});

	it("obeys the cap as the run will, and counts images and an empty draft", async () => {
		const [capped] = (await testing().estimate(draft("hello", "0.000096"))).models;
		expect(capped).toMatchObject({ cappedMaxTokens: 10, isCapTooLow: false, highUsd: "0.000096" });
		const [tooLow] = (await testing().estimate(draft("hello", "0.00001"))).models;
		expect(tooLow).toMatchObject({ cappedMaxTokens: null, isCapTooLow: true, leastCapUsd: "0.000024" });
		const pictured = { ...draft(""), messages: [{ role: "user" as const, content: "", images: 2 }] };
		expect((await testing().estimate(pictured)).models[0]!.inputTokens).toBeGreaterThan(1_500);
	});
});

it("says what a model does not take", async () => {
	const { models } = await testing().supports({ modelIds: ["openai/priced", "openai/not-there"] });
	expect(models).toHaveLength(1);
	expect(models[0]!.notes.map(({ parameter }) => parameter)).toEqual([
		"reasoningEffort",
		"jsonSchema",
		"tools",
		"images",
	]);
});
