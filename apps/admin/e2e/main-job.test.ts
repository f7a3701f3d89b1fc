import { createHold, type Sandbox } from "@llm-hub/sandbox";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { violations } from "./axe.ts";
import { admin, type Hub, startHub } from "./hub.ts";
import { lookClosely, openStage, pickFrom, pictureOnFailure, type Stage, shiftsOf } from "./stage.ts";

const model = "openai/gpt-4o-mini";

let stage: Stage;
let sandbox: Sandbox;
let hub: Hub;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
	stage = await openStage({ providers: ["openai"], hasKeys: false, hasAdmin: false });
	({ sandbox, hub, context, page } = stage);
});
pictureOnFailure(() => page);
afterAll(() => stage?.close());

const tab = (name: string) => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name });

async function runPrompt(prompt: string): Promise<void> {
	await tab("Testing Lab").click();
	const composer = page.getByRole("form", { name: "Prompt" });
	await composer.getByRole("textbox", { name: "User" }).first().fill(prompt);
	const picker = composer.getByRole("combobox", { name: "Models" });
	if ((await composer.getByRole("button", { name: model }).count()) === 0) {
		await picker.fill(model);
		await page.getByRole("option", { name: model }).first().click();
		await page.keyboard.press("Escape");
	}
	await page.keyboard.press("Control+Enter");
}

describe("the main job, as an admin does it", () => {
	it("opens the set-up link and becomes the first admin", async () => {
		await page.goto(hub.setupUrl!);
		await page.getByLabel("Name").fill("Ana");
		await page.getByLabel("E-mail").fill(admin.email);
		await page.getByLabel("Password", { exact: true }).fill(admin.password);
		await page.getByRole("button", { name: /create/i }).click();
		await page.waitForURL("**/admin/llm-hub/catalog");
		await page
			.getByText(/\d{3,} models/)
			.first()
			.waitFor();
		expect(await violations(page)).toEqual([]);
	});

	it("shows the first steps above each page, and moves no page for them", async () => {
		const asked = ["testing.stats", "keys.list", "catalog.list"].map((path) =>
			page.waitForResponse((answer) => new URL(answer.url()).pathname.endsWith(`/${path}`)),
		);
		// Somebody else has tested in this browser before.
		await page.evaluate(() => localStorage.setItem("llm-hub.first-steps.done", "another"));
		// A page waits two seconds for the steps, in which a busy machine may not answer.
		const patience = await page.addInitScript(() => {
			const later = window.setTimeout;
			const longer = (act: TimerHandler, ms?: number, ...more: unknown[]) =>
				later(act, ms === 2_000 ? 60_000 : ms, ...more);
			window.setTimeout = longer as typeof window.setTimeout;
		});
		await page.reload();
		await patience.dispose();
		for (const answer of await Promise.all(asked)) await answer.finished();
		await page
			.getByText(/\d{3,} models/)
			.first()
			.waitFor();
		const keyStep = page.getByRole("region", { name: "First steps" }).getByRole("link", { name: "Add a provider key" });
		expect(await keyStep.count()).toBe(1);
		await tab("Testing Lab").click();
		await keyStep.waitFor();
		expect(await shiftsOf(page)).toEqual([]);
	});

	it("saves a key whose test proves it, after a wrong one was refused in words", async () => {
		await tab("Providers").click();
		const card = page.getByRole("region", { name: "OpenAI", exact: true });
		await card.getByRole("button", { name: "Add key" }).click();
		const dialog = page.getByRole("dialog");
		await dialog.getByLabel("API key", { exact: true }).fill("sk-test-invalid-0123456789");
		await dialog.getByRole("button", { name: "Test" }).click();
		await dialog
			.getByText(/refused|401/)
			.first()
			.waitFor();
		await dialog.getByLabel("API key", { exact: true }).fill("sk-test-good-0123456789");
		await dialog.getByRole("button", { name: "Save" }).click();
		await dialog.waitFor({ state: "hidden" });
		await card
			.getByText(/healthy/i)
			.first()
			.waitFor();
		expect(await card.textContent()).not.toContain("sk-test-good-0123456789");
		expect(await violations(page)).toEqual([]);
	});

	it("finds the model in the catalog by keyboard", async () => {
		await tab("Model Catalog").click();
		await page
			.getByText(/\d{3,} models/)
			.first()
			.waitFor();
		await page.keyboard.press("/");
		await page.keyboard.type("gpt-4o-mini");
		await page.waitForURL(/gpt-4o-mini/);
		await page.getByText("openai/gpt-4o-mini").first().waitFor();
	});

	it("goes anywhere by Ctrl+K", async () => {
		const palette = page.getByRole("dialog", { name: "Find anything" });
		const field = palette.getByRole("combobox");
		await page.keyboard.press("Control+k");
		await field.waitFor();
		await page.keyboard.type("accou");
		await palette.getByRole("option", { name: "Account" }).waitFor();
		await page.keyboard.press("Enter");
		await page.waitForURL("**/admin/account");
		await page.getByRole("button", { name: "Find anything" }).click();
		await field.waitFor();
		await page.keyboard.type("gpt-4o-mini");
		await palette.getByRole("option", { name: model }).first().waitFor();
		expect(await violations(page)).toEqual([]);
		await page.keyboard.press("Enter");
		await page.waitForURL(/catalog\/.+gpt-4o-mini/);
		await page.getByRole("dialog").getByText("GPT-4o mini").first().waitFor();
		// Enter does not wait for the list, nor go to what the first letters had found.
		await page.keyboard.press("Control+k");
		await field.waitFor();
		await page.keyboard.type("claude-sonnet-4-5");
		await page.keyboard.press("Enter");
		await page.waitForURL(/catalog\/.+claude-sonnet-4-5/);
		await page.keyboard.press("Control+k");
		await field.waitFor();
		await page.keyboard.type("no such thing");
		await palette.getByText("Nothing is called “no such thing”.").waitFor();
		// Opened in the moment of its closing it is a new one.
		await field.evaluate((input) => {
			input.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
			document.dispatchEvent(new KeyboardEvent("keydown", { key: "k", code: "KeyK", ctrlKey: true, bubbles: true }));
		});
		await expect.poll(() => field.inputValue()).toBe("");
		await page.keyboard.press("Escape");
		await palette.waitFor({ state: "hidden" });
		await page.keyboard.press("Escape");
		await page.getByRole("dialog").waitFor({ state: "hidden" });
	});

	it("runs a template, sees the text stream in, and what it took and cost", async () => {
		const hold = createHold();
		sandbox.script({
			kind: "chat",
			text: "Entanglement is like a pair of **gloves**.",
			usage: { inputTokens: 1000, outputTokens: 1000 },
			hold,
			holdAfterChunks: 3,
		});
		await tab("Testing Lab").click();
		await pickFrom(page.getByRole("button", { name: "Templates" }), page.getByRole("menuitem", { name: /quantum/i }));
		const picker = page.getByRole("combobox", { name: "Models" });
		await picker.fill(model);
		await page.getByRole("option", { name: model }).first().click();
		await page.keyboard.press("Escape");
		await page.keyboard.press("Control+Enter");
		const panel = page.getByRole("region", { name: `Answer of ${model}` });
		await panel.getByText("Entanglement").waitFor();
		expect(await panel.textContent()).not.toContain("gloves");
		hold.release();
		await panel.getByRole("status").getByText("done").waitFor();
		expect(await panel.locator("strong").textContent()).toBe("gloves");
		const shown = await panel.textContent();
		expect(shown).toContain("1,000");
		// gpt-4o-mini: $0.15 in and $0.60 out per 1M tokens.
		expect(shown).toContain("$0.00075");
		expect(shown).toContain("computed");
		expect(await violations(page)).toEqual([]);
	});

	it("takes up a running test again after a reload, without a second call", async () => {
		const hold = createHold();
		sandbox.script({ kind: "chat", text: "before and after", hold, holdAfterChunks: 1 });
		const chats = () => sandbox.calls.filter(({ kind }) => kind === "chat").length;
		const before = chats();
		await runPrompt("Reload in the middle");
		const panel = page.getByRole("region", { name: `Answer of ${model}` });
		await panel.getByText("before").waitFor();
		await page.reload();
		await panel.getByText("before").waitFor();
		hold.release();
		await panel.getByText("before and after").waitFor();
		expect(chats()).toBe(before + 1);
	});

	it("stops a run: the provider sees the connection close and the run is kept", async () => {
		sandbox.script({ kind: "chat", text: "one two three", hold: createHold(), holdAfterChunks: 1 });
		await runPrompt("Stop in the middle");
		const panel = page.getByRole("region", { name: `Answer of ${model}` });
		await panel.getByText("one", { exact: true }).waitFor();
		await page.getByRole("button", { name: "Stop", exact: true }).first().click();
		await panel.getByRole("status").getByText("stopped").waitFor();
		await sandbox.waitFor(({ abortedAt }) => abortedAt !== null);
	});

	it("says why a run failed", async () => {
		sandbox.script({ kind: "chat", fail: "context_length", times: 3 });
		await runPrompt("Too long");
		const panel = page.getByRole("region", { name: `Answer of ${model}` });
		await panel.getByRole("status").getByText("failed").waitFor();
		expect(await panel.textContent()).toMatch(/context|long/i);
		sandbox.reset();
	});

	it("keeps everything in the history", async () => {
		await page.getByRole("button", { name: "History" }).click();
		const entries = page.getByRole("list", { name: "Earlier tests" }).getByRole("listitem");
		await entries.filter({ hasText: "Too long" }).waitFor();
		await expect.poll(() => entries.count()).toBe(4);
		expect(await entries.filter({ hasText: "quantum" }).textContent()).toContain("$0.00075");
		await page.keyboard.press("Escape");
		await tab("Analytics").click();
		await page.getByText("4", { exact: true }).first().waitFor();
	});

	it("keeps the page readable in the dark and on a phone", async () => {
		const other = await context.newPage();
		for (const path of ["catalog", "providers", "testing", "analytics"]) {
			await other.goto(`/admin/llm-hub/${path}`);
			await other.getByRole("heading", { level: 1 }).waitFor();
			expect({ path, ...(await lookClosely(other)) }).toEqual({ path, light: [], dark: [], overflow: 0 });
		}
		await other.close();
	});

	it("finds a killed run failed with its reason after the next start, and the rest as it was", async () => {
		sandbox.script({ kind: "chat", text: "never finished", hold: createHold(), holdAfterChunks: 1 });
		await runPrompt("Killed in the middle");
		await page
			.getByRole("region", { name: `Answer of ${model}` })
			.getByText("never")
			.waitFor();
		const entries = page.getByRole("list", { name: "Earlier tests" }).getByRole("listitem");
		const killed = entries.filter({ hasText: "Killed in the middle" });
		await page.getByRole("button", { name: "History" }).click();
		await killed.getByText("answering").waitFor();
		// Its cost is not known, and may well be one.
		expect(await killed.textContent()).not.toContain("no cost");
		await hub.kill();
		await hub.startAgain();
		await page.goto("/admin/llm-hub/testing");
		await page.getByRole("button", { name: "History" }).click();
		await killed.waitFor();
		await expect.poll(() => killed.textContent()).toContain("failed");
		await expect.poll(() => entries.count()).toBe(5);
		await page.keyboard.press("Escape");
		await tab("Providers").click();
		await page.getByRole("region", { name: "OpenAI", exact: true }).getByText("Database").waitFor();
	});

	it("signs out, and the lab asks to sign in", async () => {
		await page.getByRole("button", { name: "Ana" }).click();
		await page.getByRole("menuitem", { name: "Sign out" }).click();
		await page
			.getByRole("button", { name: "Sign in" })
			.or(page.getByRole("link", { name: "Sign in" }))
			.first()
			.waitFor();
		await page.goto("/admin/llm-hub/testing");
		await page.getByLabel("E-mail").fill(admin.email);
		await page.getByLabel("Password", { exact: true }).fill("not the password");
		await page.getByRole("button", { name: "Sign in" }).click();
		await page.getByRole("alert").first().waitFor();
		await page.getByLabel("Password", { exact: true }).fill(admin.password);
		await page.getByRole("button", { name: "Sign in" }).click();
		await page.waitForURL("**/admin/llm-hub/testing**");
	});

	it("shows no key in anything the process printed", () => {
		expect(hub.output()).not.toContain("sk-test-good");
		expect(hub.output()).not.toContain(admin.password);
	});
});

describe("a newcomer without any key", () => {
	it("streams a first test on the built-in Sandbox", async () => {
		await using fresh = await startHub();
		const first = await stage.visit(undefined, fresh.url);
		await first.goto(fresh.setupUrl!);
		await first.getByLabel("Name").fill("Ana");
		await first.getByLabel("E-mail").fill(admin.email);
		await first.getByLabel("Password", { exact: true }).fill(admin.password);
		await first.getByRole("button", { name: /create/i }).click();
		await first.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Testing Lab" }).click();
		await first.getByRole("textbox", { name: "User" }).first().fill("Hello");
		await first.getByRole("combobox", { name: "Models" }).fill("sandbox-writer");
		await first.getByRole("option", { name: /sandbox-writer/ }).click();
		await first.keyboard.press("Escape");
		await first.keyboard.press("Control+Enter");
		const panel = first.getByRole("region", { name: /^Answer of custom\/sandbox/ });
		await panel.getByRole("status").getByText("done").waitFor();
		expect(await panel.textContent()).toMatch(/sandbox/i);
		expect(await panel.textContent()).toMatch(/free/i);
	});
});
