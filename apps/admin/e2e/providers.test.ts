import { type ProviderType, providerTypes } from "@llm-hub/api/schemas";
import type { RouterOutputs } from "@llm-hub/api/types";
import { createSandbox, type Sandbox, type SandboxModel } from "@llm-hub/sandbox";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStage, pictureOnFailure, type Stage } from "./stage.ts";

interface Case {
	/** What the card is called. */
	name: string;
	model: string;
	/** The cost of `usage` at the seed's price, worked out by hand; null where no price is known. */
	usd: string | null;
	state: string;
}

/** As every provider sends it on its own wire: 1,400 tokens in, of which 400 cached, and 300 out. */
const usage = { inputTokens: 1_400, cachedInputTokens: 400, outputTokens: 300 };

const cases: Record<ProviderType, Case> = {
	// What it says it charged: (1400 × 0.04 + 300 × 0.16) / 1M by its own list below, and not by the seed's price.
	openrouter: { name: "OpenRouter", model: "openrouter/amazon/nova-micro-v1", usd: "0.000104", state: "billed" },
	// (1000 × 0.15 + 400 × 0.075 + 300 × 0.60) / 1M
	openai: { name: "OpenAI", model: "openai/gpt-4o-mini", usd: "0.00036", state: "computed" },
	// (1000 × 1 + 400 × 0.10 + 300 × 5) / 1M
	anthropic: { name: "Anthropic", model: "anthropic/claude-haiku-4-5", usd: "0.00254", state: "computed" },
	// (1000 × 0.10 + 400 × 0.01 + 300 × 0.40) / 1M
	google: { name: "Google Gemini", model: "google/gemini-2.5-flash-lite", usd: "0.000224", state: "computed" },
	// (1400 × 0.0375 + 300 × 0.15) / 1M: no price of its own for what is cached.
	cohere: { name: "Cohere", model: "cohere/command-r7b-12-2024", usd: "0.0000975", state: "computed" },
	// (1000 × 0.075 + 400 × 0.0375 + 300 × 0.30) / 1M
	groq: { name: "Groq", model: "groq/openai/gpt-oss-20b", usd: "0.00018", state: "computed" },
	// (1400 × 0.05 + 300 × 0.20) / 1M
	together: { name: "Together AI", model: "together/openai/gpt-oss-20b", usd: "0.00013", state: "computed" },
	// (1000 × 0.15 + 400 × 0.015 + 300 × 0.60) / 1M
	mistral: { name: "Mistral AI", model: "mistral/mistral-small-latest", usd: "0.000336", state: "computed" },
	custom: { name: "Rack", model: "custom/rack/sandbox-writer", usd: null, state: "unpriced" },
};

/** Its model can reason, and it does not say of an answer without thoughts that there were none. */
const countsNoThoughts: readonly ProviderType[] = ["anthropic", "google", "together", "mistral"];

const facts = {
	contextLength: 32_768,
	maxOutputTokens: 4_096,
	createdAt: "2026-01-15T00:00:00Z",
	capabilities: ["chat"],
} as const;
/** Three models in pages of two: a list that pages is counted to its end. */
const models: SandboxModel[] = [
	{ ...facts, id: "amazon/nova-micro-v1", displayName: "Nova Micro", inputPer1M: "0.04", outputPer1M: "0.16" },
	{ ...facts, id: "sandbox-writer", displayName: "Writer", inputPer1M: "0.50", outputPer1M: "1.50" },
	{ ...facts, id: "sandbox-coder", displayName: "Coder", inputPer1M: "0.25", outputPer1M: "1.00" },
];

const goodKey = "sk-test-good-0123456789";
const wrongKey = "sk-test-invalid-0123456789";
const failingKey = (failure: string) => `sk-test-sandbox:fail=${failure}`;

let stage: Stage;
let sandbox: Sandbox;
let page: Page;
let slow: Page;

const openPage = async () => {
	const opened = await stage.context.newPage();
	await opened.goto("/admin/llm-hub/providers");
	return opened;
};

beforeAll(async () => {
	stage = await openStage({
		providers: providerTypes,
		hasKeys: false,
		sandbox: { models, pageSize: 2 },
		env: { RATE_LIMIT_KEY_TESTS: "1000" },
	});
	sandbox = stage.sandbox;
	// A host that never answers is given up after 20 s: that test runs in a tab of its own while the others do theirs.
	slow = await openPage();
	const dialog = await openKeyDialog(slow, "groq");
	await dialog.getByLabel("API key", { exact: true }).fill(failingKey("timeout"));
	await dialog.getByRole("button", { name: "Test" }).click();
	await dialog.getByText(/^Reach ?ok/).waitFor();
	// Opened last, because a tab behind another draws one frame a second.
	page = await openPage();
});
pictureOnFailure(() => page);
afterAll(() => stage?.close());

const tab = (name: string) => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name });
const card = (on: Page, name: string) => on.getByRole("region", { name, exact: true });

/** A new key's dialog, with the base URL that only a custom endpoint asks for. */
async function openKeyDialog(on: Page, type: ProviderType, baseUrl = sandbox.baseUrl(type)): Promise<Locator> {
	const name = type === "custom" ? "Custom endpoint" : "Add key";
	const from = type === "custom" ? on : card(on, cases[type].name);
	await from.getByRole("button", { name }).click();
	const dialog = on.getByRole("dialog");
	if (type === "custom") await dialog.getByLabel("Base URL").fill(baseUrl);
	return dialog;
}

/** The stages of the test that was just started there, when it is over: `Reach ok`, `Authenticate failed`. */
async function stagesOf(scope: Locator): Promise<string[]> {
	await scope.locator('ol[aria-label="Test"][aria-busy="false"]').waitFor();
	const stages = await scope.getByRole("list", { name: "Test" }).getByRole("listitem").allTextContents();
	return stages.map((stage) => stage.replace(/(ok|failed) · (\d+ ms|[\d.]+ s)/, " $1"));
}

/** Tests a key that stands in the dialog: how far it came, and what is said about it. */
async function testKey(dialog: Locator, key: string): Promise<{ stages: string[]; words: string }> {
	await dialog.getByLabel("API key", { exact: true }).fill(key);
	await dialog.getByRole("button", { name: "Test" }).click();
	const stages = await stagesOf(dialog);
	return { stages, words: (await dialog.getByRole("alert").last().textContent()) ?? "" };
}

describe.each(providerTypes)("the key of %s", (type) => {
	it("is refused in words when it is wrong", async () => {
		const dialog = await openKeyDialog(page, type);
		const { stages, words } = await testKey(dialog, wrongKey);
		expect(stages).toEqual(["Reach ok", "Authenticate failed"]);
		const who = type === "custom" ? "The server" : cases[type].name;
		expect(words).toContain(`${who} does not accept the key (HTTP ${type === "google" ? 400 : 401}).`);
		expect(words).not.toContain(wrongKey);
		await dialog.getByRole("button", { name: "Cancel" }).click();
		await dialog.waitFor({ state: "hidden" });
	});

	it("is saved, found healthy, and tested in three stages when it is good", async () => {
		const dialog = await openKeyDialog(page, type);
		await dialog.getByLabel("API key", { exact: true }).fill(goodKey);
		if (type === "custom") await dialog.getByLabel("Name").fill(cases.custom.name);
		await dialog.getByRole("button", { name: "Save" }).click();
		await dialog.waitFor({ state: "hidden" });
		const saved = card(page, cases[type].name);
		await saved.getByText("healthy · tested just now · 3 models").waitFor();
		await saved.getByRole("button", { name: "Test" }).click();
		expect(await stagesOf(saved)).toEqual(["Reach ok", "Authenticate ok", "List models ok · 3 models"]);
		expect(await saved.textContent()).not.toContain(goodKey);
	});
});

describe("the failure of a connection, in words", () => {
	const failures = [
		[
			"no permission",
			"forbidden",
			"OpenAI does not allow this with the key (HTTP 403). Check the account's permissions",
		],
		["no quota", "quota", "The account at OpenAI has no quota or credit left (HTTP 429). Add credit"],
		["rate limit", "rate_limited", "OpenAI limits how often it may be called (HTTP 429). Try again in 2 s."],
		["overloaded", "overloaded", "OpenAI is overloaded or has a fault (HTTP 503). Try again in a moment."],
		[
			"a host that hangs up",
			"unreachable",
			"The host closed the connection before the answer was complete. Try again, and check any proxy between.",
		],
		[
			"HTML instead of JSON",
			"bad_response",
			"The host answered with a web page instead of JSON. Check OPENAI_BASE_URL in LLM Hub's environment and any proxy between.",
		],
	] as const;

	it.each(failures)("%s", async (_name, failure, expected) => {
		const openai = card(page, cases.openai.name);
		await openai.getByRole("button", { name: "More for OpenAI" }).click();
		await openai.getByRole("menuitem", { name: "Replace at once" }).click();
		const dialog = page.getByRole("dialog");
		const { stages, words } = await testKey(dialog, failingKey(failure));
		expect(stages).toEqual(["Reach ok", "Authenticate failed"]);
		expect(words).toContain(expected);
		await dialog.getByRole("button", { name: "Cancel" }).click();
		await dialog.waitFor({ state: "hidden" });
		// Nothing was saved: what the card says is about the key in use.
		await openai.getByText("healthy").waitFor();
	});

	it("unreachable host", async () => {
		const gone = await createSandbox();
		const baseUrl = gone.baseUrl("custom");
		await gone.close();
		const dialog = await openKeyDialog(page, "custom", baseUrl);
		const { stages, words } = await testKey(dialog, goodKey);
		expect(stages).toEqual(["Reach failed"]);
		expect(words).toBe("The host refused the connection. Check the base URL and that its server runs.");
		await dialog.getByRole("button", { name: "Cancel" }).click();
		await dialog.waitFor({ state: "hidden" });
	});
});

type Run = RouterOutputs["testing"]["byId"];

/** The newest run as the REST history and the tRPC procedure tell it. */
async function evidence() {
	const history = await stage.context.request.get("/api/v1/llm/test/history?limit=1");
	const [test]: Record<string, unknown>[] = (await history.json()).tests;
	const input = encodeURIComponent(JSON.stringify({ runId: test?.id }));
	const byId = await stage.context.request.get(`/trpc/testing.byId?input=${input}`);
	const run: Run = (await byId.json()).result.data;
	return { run, test };
}

describe("a lab run", () => {
	const figure = (panel: Locator, name: string) =>
		panel.locator("dt", { hasText: name }).locator("xpath=following-sibling::dd").textContent();

	it.each(providerTypes)("on %s shows text, tokens and cost as the history has them", async (type) => {
		const { model, usd, state } = cases[type];
		const text = `The answer of ${type}, word for word.`;
		sandbox.script({ provider: type, kind: "chat", text, usage });
		await tab("Testing Lab").click();
		const composer = page.getByRole("form", { name: "Prompt" });
		await composer.getByRole("textbox", { name: "User" }).first().fill(`Ask ${type}`);
		const picker = composer.getByRole("combobox", { name: "Models" });
		await picker.click();
		// Empty, the field gives up the model of the run before.
		await picker.press("Backspace");
		await picker.fill(model);
		await page
			.getByRole("option")
			.filter({ has: page.getByText(model, { exact: true }) })
			.click();
		await page.keyboard.press("Escape");
		await page.keyboard.press("Control+Enter");
		const panel = page.getByRole("region", { name: `Answer of ${model}`, exact: true });
		await panel.getByRole("status").getByText("done").waitFor();

		await panel.getByText(text, { exact: true }).waitFor();
		const notes = countsNoThoughts.includes(type) ? "400 cached, any reasoning not shown or counted" : "400 cached";
		await expect.poll(() => figure(panel, "Tokens")).toBe(`1,400 → 300 (${notes})`);
		expect(await figure(panel, "Cost")).toBe(usd === null ? "unknownunpriced" : `$${usd}${state}`);
		const { run, test } = await evidence();
		expect(run).toMatchObject({ ...usage, totalTokens: 1_700, modelId: model, response: text, costUsd: usd });
		expect(run).toMatchObject({ costState: state, usageSource: "provider", keySource: "database", status: "success" });
		expect(test).toMatchObject({
			model_id: model,
			response: text,
			input_tokens: 1_400,
			cached_input_tokens: 400,
			output_tokens: 300,
			tokens_used: 1_700,
			cost: usd === null ? null : Number(usd),
			cost_state: state,
		});
	});
});

it("says of a slow host that it was reached and did not answer in time", async () => {
	const dialog = slow.getByRole("dialog");
	expect(await stagesOf(dialog)).toEqual(["Reach ok", "Authenticate failed"]);
	expect(await dialog.getByRole("alert").last().textContent()).toBe("No answer within 20 s. Try again in a moment.");
});

it("shows no key in anything the process printed", () => {
	expect(stage.hub.output()).not.toContain("sk-test");
});
