import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { admin } from "./hub.ts";
import { lookClosely, openStage, pickFrom, pictureOnFailure, pressOn, reach, type Stage } from "./stage.ts";

const models = ["openai/gpt-4o-mini", "openai/gpt-4.1-nano"];
const colleague = { email: "bo@example.com", password: "copper meadow violin" };

let stage: Stage;
let page: Page;
let token: string;
beforeAll(async () => {
	stage = await openStage({ providers: ["openai"] });
	page = stage.page;
	const login = await fetch(`${stage.hub.url}/api/v1/auth/login`, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify(admin),
	});
	token = (await login.json()).token;
	await call("/api/v1/admin/users", { ...colleague, role: "user", tier: "enterprise" });
	await made(models[0]!, "Describe the owl at night", "The owl is quiet and quick");
	const template = { name: "Birds", category: "tests", prompt: "Describe the {{bird}} at {{time}}" };
	const { result } = await call("/trpc/testing.templates.create", template);
	const more = { temperature: 0.1, template_id: result.data.id };
	await made(models[1]!, "Describe the owl at night", "The owl is loud and quick", more);
	await made(models[0]!, "A fox by day", "Red");
});
afterAll(() => stage?.close());
beforeEach(() => stage.sandbox.reset());
pictureOnFailure(() => page);

async function call(path: string, body: unknown) {
	const answer = await fetch(`${stage.hub.url}${path}`, {
		method: "POST",
		headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
		body: JSON.stringify(body),
	});
	expect(answer.ok).toBe(true);
	return answer.json();
}
async function made(model_id: string, content: string, text: string, more = {}) {
	stage.sandbox.script({ kind: "chat", text });
	await call("/api/v1/llm/test", { model_id, messages: [{ role: "user", content }], stream: false, ...more });
}
const dialog = () => page.getByRole("dialog", { name: "History" });
const entries = () => dialog().getByRole("list", { name: "Earlier tests" }).getByRole("listitem");
const openHistory = async (query = "") => {
	await page.goto(`/admin/llm-hub/testing?history=true${query}`);
	await dialog().waitFor();
};
/** Takes an entry of a filter, by keys. */
const choose = async (filter: string, entry: string) => {
	const list = dialog().getByLabel(filter);
	await list.getByRole("option", { name: entry, includeHidden: true }).waitFor({ state: "attached" });
	await reach(list);
	const chosen = () => list.evaluate((element: HTMLSelectElement) => element.selectedOptions[0]?.label);
	for (let presses = 0; presses < 30 && (await chosen()) !== entry; presses++) await page.keyboard.press("ArrowDown");
	expect(await chosen()).toBe(entry);
};
/** The admin's tests as the REST history has them. */
const kept = async (): Promise<Record<string, unknown>[]> => {
	const answer = await stage.context.request.get("/api/v1/llm/test/history?limit=50");
	return (await answer.json()).tests;
};

describe("the history", () => {
	it("finds by words and filters, keeps both in the address, and shows the database's figures", async () => {
		await openHistory();
		await dialog().getByText("3 of 3 tests").waitFor();
		await page.keyboard.type("owl quiet");
		await dialog().getByText("1 of 1 test").waitFor();
		const [test] = (await kept()).filter(({ response }) => response === "The owl is quiet and quick");
		const text = await entries().first().textContent();
		expect(text).toContain(`${test!.total_tokens} tokens`);
		expect(text).toContain(`${test!.latency_ms} ms`);
		expect(text).toContain(String(test!.cost));
		await page.reload();
		await dialog().getByText("1 of 1 test").waitFor();
		await pressOn(dialog().getByRole("button", { name: "Clear all" }));
		await choose("Model", models[1]!);
		await dialog().getByText("1 of 1 test").waitFor();
		await page.waitForURL(({ searchParams }) => searchParams.get("model") === models[1]);
		await choose("State", "Failed");
		await dialog().getByText("No test matches").waitFor();
		await pressOn(dialog().getByRole("button", { name: "Clear all filters" }));
		await dialog().getByText("3 of 3 tests").waitFor();
		expect(await lookClosely(page)).toEqual({ light: [], dark: [], overflow: 0 });
	});

	it("exports exactly what it shows, with an honest count", async () => {
		await openHistory("&q=owl");
		await dialog().getByText("2 of 2 tests").waitFor();
		const download = page.waitForEvent("download");
		await pickFrom(
			dialog().getByRole("button", { name: "Export" }),
			page.getByRole("menuitem", { name: "JSON of 2 tests" }),
		);
		const file = JSON.parse(await readFile(await (await download).path(), "utf8"));
		expect(file.count).toBe(2);
		expect(file.tests.map(({ model_id }: { model_id: string }) => model_id)).toEqual(models.toReversed());
	});

	it("compares two by keyboard: what was set, what it took, and the words that differ", async () => {
		await openHistory("&q=owl");
		await dialog().getByText("2 of 2 tests").waitFor();
		for (const box of await dialog().getByRole("checkbox").all()) await pressOn(box, "Space");
		await pressOn(dialog().getByRole("button", { name: "Compare" }));
		const compared = page.getByRole("dialog", { name: "Two tests compared" });
		await compared.getByRole("row", { name: /Temperature.*differs/ }).waitFor();
		await compared.getByRole("row", { name: /Model.*differs/ }).waitFor();
		await compared.getByRole("row", { name: /Cost.*[+−]\$/ }).waitFor();
		await compared.getByText("Word for word the same.").waitFor();
		await expect.poll(() => compared.locator("del").allTextContents()).toEqual(["loud"]);
		await expect.poll(() => compared.locator("ins").allTextContents()).toEqual(["quiet"]);
		await page.keyboard.press("Escape");
		await compared.waitFor({ state: "detached" });
	});

	it("compares two tests model by model, and goes from one model to the next by keyboard", async () => {
		for (const outputTokens of [100, 40]) {
			const usage = { inputTokens: 20, outputTokens };
			stage.sandbox.script({ kind: "chat", text: `A heron of ${outputTokens}`, usage, times: 2 });
			const parameters = { temperature: 0, maxTokens: 200, topP: 1 };
			const messages = [{ role: "user", content: "Draw a heron" }];
			const modelIds = outputTokens === 40 ? [...models, "openai/gpt-4o"] : models;
			const group = { groupId: crypto.randomUUID(), modelIds, messages, parameters };
			await call("/trpc/testing.groups.start", group);
			await expect.poll(async () => (await kept()).every(({ status }) => status !== "started")).toBe(true);
		}
		await openHistory(`&q=heron&model=${models[1]}`);
		await dialog().getByText("2 of 2 tests").waitFor();
		for (const box of await dialog().getByRole("checkbox").all()) await pressOn(box, "Space");
		await pressOn(dialog().getByRole("button", { name: "Compare" }));
		const compared = page.getByRole("dialog", { name: "Two tests compared" });
		const rows = compared.getByRole("table", { name: "Model by model" }).getByRole("row");
		await compared.getByText("Only in A: openai/gpt-4o.").waitFor();
		for (const model of models) await rows.filter({ hasText: model }).getByText("40 → 100").waitFor();
		expect(await rows.filter({ hasText: models[1] }).textContent()).toContain("+60");
		expect(await lookClosely(page)).toEqual({ light: [], dark: [], overflow: 0 });
		await pressOn(compared.getByRole("button", { name: models[0] }));
		await compared.getByRole("row", { name: new RegExp(`^Model ${models[0]} ${models[0]} the same`) }).waitFor();
		await expect.poll(() => compared.locator("ins").allTextContents()).toEqual(["100"]);
		await page.keyboard.press("Escape");
	});

	it("loads a test back whole, with its template's values, and runs it again as a new one", async () => {
		await openHistory("&q=loud");
		await pressOn(dialog().getByRole("button", { name: "Load into composer" }));
		await dialog().waitFor({ state: "detached" });
		await page.getByLabel("User message").getByText("Describe the {{bird}} at {{time}}").waitFor();
		const variables = page.getByRole("group", { name: "Variables" });
		for (const [name, value] of [
			["bird", "owl"],
			["time", "night"],
		] as const) {
			await expect.poll(() => variables.getByRole("textbox", { name }).inputValue()).toBe(value);
		}
		await expect.poll(() => page.getByLabel("Temperature").inputValue()).toBe("0.1");
		await page.waitForURL(({ searchParams }) => searchParams.get("models") === models[1]);
		await openHistory("&q=loud");
		stage.sandbox.script({ kind: "chat", text: "The owl again" });
		await pressOn(dialog().getByRole("button", { name: "Run again" }));
		await page
			.getByRole("region", { name: `Answer of ${models[1]}` })
			.getByText("The owl again")
			.waitFor();
		const [newest] = await kept();
		expect(newest).toMatchObject({ prompt: "Describe the owl at night", parameters: { temperature: 0.1 } });
	});

	it("gives code that runs as it stands", async () => {
		await openHistory("&q=fox");
		await pickFrom(
			dialog().getByRole("button", { name: /^More for/ }),
			page.getByRole("menuitem", { name: "Copy as code" }),
		);
		const code = page.getByRole("dialog", { name: "This request as code" });
		await reach(code.getByRole("tab", { name: "curl" }));
		await reach(code.getByRole("tab", { name: "OpenAI SDK, Python" }), "ArrowRight");
		await page.keyboard.press("Enter");
		await code.getByText("from openai import OpenAI").waitFor();
		await code.getByRole("tab", { name: "curl" }).click();
		const shell = await code.locator("pre").textContent();
		expect(shell).not.toContain(token);
		stage.sandbox.script({ kind: "chat", text: "From a shell" });
		const { stdout } = await promisify(execFile)("bash", ["-ec", `${shell}`], {
			env: { PATH: process.env.PATH, LLM_HUB_TOKEN: token },
		});
		expect(stdout).toContain("From");
		expect(stdout).toContain('"done":true');
		await page.keyboard.press("Escape");
	});

	it("is searched from anywhere by Ctrl+K", async () => {
		await page.goto("/admin/llm-hub/providers");
		await page.getByRole("button", { name: "Find anything" }).click();
		await page.getByLabel("Find a page, a model, a template or a test").fill("fox day");
		await page
			.getByRole("option", { name: /A fox by day/ })
			.first()
			.click();
		await page.getByRole("region", { name: /^Answer of openai/ }).waitFor();
	});

	it("deletes after asking; what it cost still counts", async () => {
		const stats = async () => (await stage.context.request.get("/api/v1/llm/test/stats")).json();
		const before = await stats();
		const count = (await kept()).length;
		await openHistory("&q=loud");
		await pickFrom(
			dialog().getByRole("button", { name: /^More for/ }),
			page.getByRole("menuitem", { name: "Delete…" }),
		);
		const asked = page.getByRole("dialog", { name: "Delete this test?" });
		await pressOn(asked.getByRole("button", { name: "Delete for good" }));
		await dialog().getByText("No test matches").waitFor();
		expect(await kept()).toHaveLength(count - 1);
		expect(await stats()).toEqual(before);
	});
});

describe("a shared link", () => {
	it("opens for a colleague in another browser with the same figures, and ends when its owner ends it", async () => {
		await openHistory("&q=quiet");
		await pressOn(entries().getByRole("button", { name: /^Describe the owl/ }));
		await pressOn(page.getByRole("button", { name: "Share", exact: true }));
		const share = page.getByRole("dialog", { name: "Share this test" });
		await pressOn(share.getByRole("button", { name: "Make a link" }));
		const link = await share.getByLabel("Link", { exact: true }).inputValue();
		const other = await stage.visit(colleague);
		await other.goto(link);
		await other.getByText("Shared by").waitFor();
		const panel = other.getByRole("region", { name: `Answer of ${models[0]}` });
		await panel.getByText("The owl is quiet and quick").waitFor();
		const [test] = (await kept()).filter(({ response }) => response === "The owl is quiet and quick");
		expect(await panel.textContent()).toContain(`${test!.input_tokens} → ${test!.output_tokens}`);
		expect(await panel.textContent()).toContain(String(test!.cost));
		expect(await lookClosely(other)).toEqual({ light: [], dark: [], overflow: 0 });
		await other.getByRole("button", { name: "Load into composer" }).click();
		await other.getByLabel("User message").getByText("Describe the owl at night").waitFor();

		await share.getByRole("button", { name: "End the link" }).click();
		await share.getByRole("button", { name: "Make a link" }).waitFor();
		await other.goto(link);
		await other.getByText(/This link shows nothing any more/).waitFor();
		await other.context().close();
		await page.keyboard.press("Escape");
	});
});
