import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createSandbox, type ProviderName, providerNames, type Sandbox } from "../index.ts";
import { ask, drain, listPath, readers } from "../test/wire-readers.ts";

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await createSandbox({ tokensPerSecond: 0 });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const text = "Grüße, Welt: one two 🌍!";
const usage = { inputTokens: 100, outputTokens: 40, reasoningTokens: 10, cachedInputTokens: 30 };
const hidesReasoning = (provider: ProviderName) => provider === "openai";

describe.each(providerNames)("%s", (provider) => {
	const { read } = readers[provider];

	it.each([true, false])("says text, reasoning, finish and usage (stream: %s)", async (stream) => {
		sandbox.script({ text, reasoning: "Let me think.", usage });
		const said = read(await drain(await ask(sandbox, provider, { stream })), stream);
		expect(said).toMatchObject({
			text,
			reasoning: hidesReasoning(provider) ? "" : "Let me think.",
			finish: readers[provider].stopWord,
			model: provider === "cohere" ? null : "gpt-test",
			input: 100,
			output: 40,
		});
	});

	it.each([true, false])("calls a tool (stream: %s)", async (stream) => {
		sandbox.script({ toolCall: { name: "get_weather", arguments: { city: "Zürich" } } });
		const said = read(await drain(await ask(sandbox, provider, { stream })), stream);
		expect(said.tool).toEqual({ name: "get_weather", arguments: '{"city":"Zürich"}' });
		expect(said.finish).toBe(readers[provider].toolWord);
	});

	it("streams no usage when told so", async () => {
		sandbox.script({ text, noUsage: true });
		const said = read(await drain(await ask(sandbox, provider, { stream: true })), true);
		expect(said).toMatchObject({ text, input: null, output: null });
	});

	it("loses nothing when bytes are split anywhere", async () => {
		sandbox.script({ text, splitBytes: 5 });
		const said = read(await drain(await ask(sandbox, provider, { stream: true })), true);
		expect(said.text).toBe(text);
	});

	it("stops at max tokens and at a stop sequence", async () => {
		const short = read(await drain(await ask(sandbox, provider, { stream: false, maxTokens: 7 })), false);
		expect(short).toMatchObject({ output: 7, finish: readers[provider].lengthWord });
		const whole = read(await drain(await ask(sandbox, provider, { stream: false })), false);
		const stopped = read(await drain(await ask(sandbox, provider, { stream: false, stop: ["sandbox"] })), false);
		expect(whole.text.startsWith(stopped.text)).toBe(true);
		expect(stopped.text).not.toContain("sandbox");
		expect(stopped.finish).toBe(readers[provider].stopWord);
	});

	it("lists its models to a good key and notes where the key stood", async () => {
		const { header, value } = readers[provider].auth("sk-test-0123456789");
		const response = await fetch(`${sandbox.url}${listPath(sandbox, provider)}`, {
			headers: { [header]: value, "anthropic-version": "2023-06-01" },
		});
		expect(response.status).toBe(200);
		expect(readers[provider].ids(await response.text())).toContain("sandbox-writer");
		expect(sandbox.calls.at(-1)).toMatchObject({ provider, kind: "models", auth: { header } });
	});

	it("refuses wrong, short and missing keys as the real one does", async () => {
		const path = readers[provider].keyPath ?? listPath(sandbox, provider);
		const get = async (key: string | null) => {
			const { header, value } = readers[provider].auth(key ?? "");
			const headers = { "anthropic-version": "2023-06-01", ...(key !== null && { [header]: value }) };
			return (await fetch(`${sandbox.url}${path}`, { headers })).status;
		};
		const { wrongKey, missingKey } = readers[provider];
		expect([await get("sk-test-invalid-key"), await get("short"), await get(null)]).toEqual([
			wrongKey,
			wrongKey,
			missingKey,
		]);
	});
});
