import { createHash } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { lookClosely, openStage, pictureOnFailure, press, type Stage } from "./stage.ts";

const first = "sk-test-rotation-first-0001";
const second = "sk-test-rotation-second-0002";
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

let stage: Stage;
let page: Page;
beforeAll(async () => {
	stage = await openStage({ providers: ["openai"], hasKeys: false, env: { RATE_LIMIT_KEY_TESTS: "1000" } });
	page = stage.page;
	await page.goto("/admin/llm-hub/providers");
});
afterAll(() => stage?.close());
pictureOnFailure(() => page);

const card = (name = "OpenAI") => page.getByRole("region", { name, exact: true });
const dialog = () => page.getByRole("dialog", { name: /^Rotate/ });
const slot = (name: string) => dialog().getByRole("region", { name, exact: true });

/** The list does not go round: `key` leads from what is chosen to what is wanted. */
async function choose(label: string, option: string, key: "ArrowUp" | "ArrowDown"): Promise<void> {
	await press(dialog().getByRole("combobox", { name: label }));
	const wanted = page.getByRole("option", { name: option, exact: true });
	await wanted.waitFor();
	while (!(await wanted.evaluate((element) => element === document.activeElement))) {
		await page.keyboard.press(key);
	}
	await page.keyboard.press("Enter");
	await wanted.waitFor({ state: "hidden" });
}
/** An item of a key's menu. */
async function pick(name: string, item: string): Promise<void> {
	await press(page.getByRole("button", { name: `More for ${name}` }));
	await press(page.getByRole("menuitem", { name: item, exact: true }));
	await page.getByRole("menu").waitFor({ state: "hidden" });
}
async function save(name: string | null, key: string): Promise<void> {
	const form = page.getByRole("dialog");
	await form.getByLabel("API key", { exact: true }).focus();
	await page.keyboard.type(key);
	if (name) {
		await form.getByLabel("Name").focus();
		await page.keyboard.type(name);
	}
	await page.keyboard.press("Enter");
	await form.waitFor({ state: "hidden" });
}
/** Starts a run over REST and says which key it was sent with. */
async function payerOfRun(): Promise<string | undefined> {
	const before = stage.sandbox.calls.length;
	const data = { model_id: "openai/gpt-4o-mini", messages: [{ role: "user", content: "hi" }], stream: false };
	const answer = await stage.context.request.post("/api/v1/llm/test", { data, headers: { origin: stage.hub.url } });
	expect(answer.status()).toBe(200);
	return stage.sandbox.calls
		.slice(before)
		.filter(({ kind }) => kind === "chat")
		.at(-1)?.auth?.sha256;
}

it("saves a key and tests it", async () => {
	await press(card().getByRole("button", { name: "Add key" }));
	await save(null, first);
	await card()
		.getByText(/healthy · tested just now/)
		.waitFor();
	await press(card().getByRole("button", { name: "Test" }));
	await card().locator('ol[aria-label="Test"][aria-busy="false"]').waitFor();
	await card().getByRole("img", { name: "Last 2 tests: 2 passed" }).waitFor();
});

it("stages the next key, says what is wrong with one, and lets none pay that is not tested", async () => {
	await press(card().getByRole("button", { name: "Rotate" }));
	const field = dialog().getByLabel("Next API key", { exact: true });
	await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true);
	for (const [key, words] of [
		[`${second} x`, "a space or a line break"],
		[first, "in use already"],
	] as const) {
		await field.fill(key);
		await page.keyboard.press("Enter");
		await dialog().getByText(words).waitFor();
	}
	await field.fill(second);
	await page.keyboard.press("Enter");
	await slot("Next: version 2").getByText("not tested yet").waitFor();
	await press(dialog().getByRole("button", { name: "Promote" }));
	await dialog().getByRole("alert").getByText("was not tested").waitFor();
	expect(await lookClosely(page)).toEqual({ light: [], dark: [], overflow: 0 });
	await press(dialog().getByRole("button", { name: "Test", exact: true }));
	await slot("Next: version 2").getByText("passed just now").waitFor();
	expect(await payerOfRun()).toBe(sha256(first));
});

it("gives it a share and takes it back, promotes it, and rolls back", async () => {
	await choose("It pays for", "5 % of the runs", "ArrowUp");
	await press(dialog().getByRole("button", { name: "Give it 5 %" }));
	await slot("Next: version 2").getByText("5 % of the runs").waitFor();
	await slot("In use: version 1").getByText("95 % of the runs").waitFor();
	await press(dialog().getByRole("button", { name: "Roll back" }));
	await slot("Next: version 2").getByText("nothing yet").waitFor();
	await choose("It pays for", "All runs", "ArrowDown");
	await press(dialog().getByRole("button", { name: "Promote" }));
	await slot("In use: version 2").waitFor();
	expect(await payerOfRun()).toBe(sha256(second));
	await expect.poll(() => slot("In use: version 2").textContent()).toContain("Runs so far1");
	expect(await lookClosely(page)).toEqual({ light: [], dark: [], overflow: 0 });
	await press(dialog().getByRole("button", { name: "Roll back to version 1" }));
	await slot("In use: version 1").waitFor();
	expect(await payerOfRun()).toBe(sha256(first));
});

it("keeps the former key for its grace, and destroys it when told to", async () => {
	await press(dialog().getByRole("button", { name: "Promote" }));
	await press(dialog().getByRole("button", { name: "Retire now" }));
	const question = page.getByRole("dialog", { name: "Destroy the former key?" });
	await press(question.getByRole("button", { name: "Retire now" }));
	await dialog().getByRole("region", { name: "Retired versions" }).getByText("Version 1").waitFor();
	await page.keyboard.press("Escape");
	await dialog().waitFor({ state: "hidden" });
	await card()
		.getByText(/version 2 · entered/)
		.waitFor();
	expect(stage.hub.output()).not.toContain("sk-test");
});

it("keeps several keys in an order, sets a refused one aside in words, and takes it back", async () => {
	await pick("OpenAI", "Add another key");
	await save("Spare", first);
	await card().getByRole("listitem", { name: "2. Spare" }).waitFor();
	await pick("Spare", "Try earlier");
	await card().getByRole("listitem", { name: "1. Spare" }).waitFor();
	stage.sandbox.script({ kind: "chat", fail: "unauthorized" });
	// The run that finds out is answered all the same, with the next key.
	expect(await payerOfRun()).toBe(sha256(second));
	await page.reload();
	const spare = card().getByRole("listitem", { name: "1. Spare" });
	await spare.getByText(/Set aside just now: the provider refused it\. The other keys pay first\./).waitFor();
	expect(await payerOfRun()).toBe(sha256(second));
	expect(await lookClosely(page)).toEqual({ light: [], dark: [], overflow: 0 });
	await press(spare.getByRole("button", { name: "Test" }));
	await spare.getByText("Set aside").waitFor({ state: "hidden" });
	expect(await payerOfRun()).toBe(sha256(first));
	await pick("Spare", "Disable");
	await spare.getByText("Disabled: it pays for nothing.").waitFor();
	expect(await payerOfRun()).toBe(sha256(second));
});

it("syncs one provider's models, and reminds of old keys when an admin wants it", async () => {
	await press(card().getByRole("button", { name: "Sync" }));
	await card()
		.getByRole("status")
		.getByText(/\d+ models · synced just now/)
		.waitFor();
	await press(page.getByRole("button", { name: "Change reminder" }));
	await page.getByLabel("Remind after days").fill("-1");
	await page.keyboard.press("Enter");
	await page.getByText("Enter 0 for no reminder, or a number of days.").waitFor();
	await page.getByLabel("Remind after days").fill("30");
	await page.keyboard.press("Enter");
	await page.getByText("A key that is older than 30 days is marked for rotation.").waitFor();
});
