import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { House } from "./house.ts";
import { type Behaviour, createSandbox, defaultModels, failureNames, type Sandbox, type SandboxCall } from "./index.ts";
import { MagicWordError, readMagic } from "./magic.ts";
import { makePlan } from "./plan.ts";
import type { Incoming } from "./request.ts";
import { ask, drain, readers } from "./test/wire-readers.ts";
import type { Asked } from "./wires/wire.ts";

describe("readMagic", () => {
	it("finds words in any text, several at once, and lets later ones win", () => {
		expect(readMagic("gpt-test", "please sandbox:fail=quota,after=3 and sandbox:pace=20", "sandbox:PACE=30")).toEqual({
			fail: "quota",
			afterChunks: 3,
			tokensPerSecond: 30,
		});
	});

	it.each(failureNames)("knows the failure %s", (fail) => {
		expect(readMagic(`sandbox:fail=${fail}`)).toEqual({ fail });
	});

	it("leaves ordinary words alone", () => {
		expect(readMagic("What is a sandbox: a box of sand? sandbox-writer, http://sandbox:8080")).toEqual({});
	});

	it.each([
		["sandbox:explode", /does not know "explode".*fail, after/],
		["sandbox:fail=tomorrow", /one of unauthorized/],
		["sandbox:pace=fast", /whole number/],
		["sandbox:chunk=0", /whole number/],
		["sandbox:constructor=1", /does not know/],
	])("says what is wrong with %s", (text, message) => {
		expect(() => readMagic(text)).toThrow(MagicWordError);
		expect(() => readMagic(text)).toThrow(message);
	});
});

describe("a sandbox", () => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await createSandbox({ tokensPerSecond: 0 });
	});
	afterAll(() => sandbox.close());
	beforeEach(() => sandbox.reset());

	it("obeys words in the prompt, in the model and in the key", async () => {
		const prompt = await ask(sandbox, "openai", { stream: true, prompt: "Hi sandbox:fail=overloaded" });
		const model = await ask(sandbox, "google", { stream: false, model: "sandbox:fail=forbidden" });
		const key = await ask(sandbox, "cohere", { stream: false, key: "sk-test-sandbox:fail=quota" });
		expect([prompt.status, model.status, key.status]).toEqual([503, 403, 402]);
	});

	it("says so when a word means nothing", async () => {
		const response = await ask(sandbox, "anthropic", { stream: true, prompt: "sandbox:explode" });
		expect(response.status).toBe(400);
		expect(await response.text()).toContain("does not know");
	});

	it("holds by a word until all are released", async () => {
		const pending = ask(sandbox, "custom", { stream: true, prompt: "sandbox:hold=2,tokens=5" });
		await sandbox.waitFor((call) => call.chunksSent === 2);
		sandbox.release();
		const said = readers.custom.read(await drain(await pending), true);
		expect(said.output).toBe(5);
	});

	it("serves a behaviour only to the calls that it is meant for", async () => {
		sandbox.script([
			{ provider: "groq", fail: "quota" },
			{ kind: "models", fail: "forbidden" },
			{ fail: "overloaded", times: 2 },
		]);
		const status = async (provider: "groq" | "mistral") => (await ask(sandbox, provider, { stream: false })).status;
		expect([await status("mistral"), await status("groq"), await status("groq"), await status("groq")]).toEqual([
			503, 429, 503, 200,
		]);
		const headers = { authorization: "Bearer sk-test-0123456789" };
		expect((await fetch(`${sandbox.baseUrl("mistral")}/models`, { headers })).status).toBe(403);
	});

	it("fails every third call of the flaky model", async () => {
		const statuses: number[] = [];
		for (let i = 0; i < 6; i++) {
			statuses.push((await ask(sandbox, "custom", { stream: true, model: "sandbox-flaky" })).status);
		}
		expect(statuses).toEqual([200, 200, 503, 200, 200, 503]);
	});

	it("writes code, thinks first, and keeps to a JSON schema", async () => {
		const say = async (model: string, more = {}) =>
			readers.custom.read(await drain(await ask(sandbox, "custom", { stream: true, model, ...more })), true);
		expect((await say("sandbox-coder")).text).toMatch(/```(python|typescript)\n/);
		expect((await say("sandbox-reasoner")).reasoning).toContain("sandbox");
		const schema = {
			type: "object",
			properties: {
				name: { type: "string" },
				sizes: { type: "array", items: { type: "integer" } },
				kind: { enum: ["a"] },
			},
		};
		const response = await fetch(`${sandbox.baseUrl("custom")}/chat/completions`, {
			method: "POST",
			body: JSON.stringify({
				model: "sandbox-writer",
				messages: [{ role: "user", content: "JSON please" }],
				response_format: { type: "json_schema", json_schema: { name: "thing", schema } },
			}),
		});
		const said = readers.custom.read(await drain(response), false);
		expect(JSON.parse(said.text)).toEqual({ name: "sandbox", sizes: [1], kind: "a" });
	});
});

describe("pace", () => {
	const plan = (rhythm: House["rhythm"], model: string, prompt: string, scripted: Behaviour | null) => {
		const house = { models: defaultModels, rhythm, held: new Set(), flakyCalls: 0 } as unknown as House;
		const call = { kind: "chat", model } as SandboxCall;
		const asked = { lastUser: prompt } as Asked;
		const { chunkDelayMs, ttftMs } = makePlan(house, { key: null } as Incoming, call, asked, scripted);
		return { chunkDelayMs, ttftMs };
	};

	it("is the model's own, then the sandbox's, then the magic word's, then the script's", () => {
		const set = { tokensPerSecond: 100, ttftMs: 5 };
		expect(plan(null, "sandbox-writer", "", null)).toEqual({ chunkDelayMs: 1000 / 60, ttftMs: 180 });
		expect(plan(null, "gpt-test", "", null)).toEqual({ chunkDelayMs: 0, ttftMs: 0 });
		expect(plan(set, "sandbox-writer", "", null)).toEqual({ chunkDelayMs: 10, ttftMs: 5 });
		expect(plan(set, "gpt-test", "sandbox:pace=50,chunk=2,ttft=9", null)).toEqual({ chunkDelayMs: 40, ttftMs: 9 });
		expect(plan(set, "gpt-test", "sandbox:pace=50", { chunkDelayMs: 3 })).toEqual({ chunkDelayMs: 3, ttftMs: 5 });
		expect(plan(set, "gpt-test", "", { tokensPerSecond: 0 })).toEqual({ chunkDelayMs: 0, ttftMs: 5 });
	});
});
