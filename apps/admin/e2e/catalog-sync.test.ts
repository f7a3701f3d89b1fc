import { createHold } from "@llm-hub/sandbox";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listed } from "./listed-model.ts";
import { lookClosely, openStage, pictureOnFailure, type Stage } from "./stage.ts";

/** What the providers list; changed between syncs. */
const models = ["one", "two", "three", "four"].map((name) => listed(name));

let stage: Stage;
let page: Page;
beforeAll(async () => {
	stage = await openStage({ providers: ["openrouter", "groq"], sandbox: { models, pageSize: 2 } });
	page = stage.page;
	// Before the clock does, so that no sync but those of the tests is under way.
	await stage.context.request.post("/api/v1/llm/models/refresh", { headers: { origin: stage.hub.url } });
	models.push(listed("five"));
	await page.goto("/admin/llm-hub/catalog");
});
pictureOnFailure(() => page);
afterAll(() => stage?.close());

const syncPanel = () => page.getByRole("region", { name: "Catalog sync" });
const inbox = () => page.getByRole("dialog", { name: "Changes" });
const waiting = (topic: string) => inbox().getByRole("region", { name: new RegExp(`^${topic} · OpenRouter`) });
const sync = async () => {
	await page.getByRole("button", { name: "Sync", exact: true }).click();
	await syncPanel().getByRole("status").filter({ hasText: "Synced" }).waitFor();
};
const statusOfSync = () => syncPanel().getByRole("list", { name: "Providers" });

describe("a sync in the browser", () => {
	it("is seen as it goes, is there again after a reload, and says what it brought", async () => {
		const hold = createHold();
		stage.sandbox.script({ provider: "openrouter", kind: "models", hold });
		await page.getByRole("button", { name: "Sync", exact: true }).click();
		const groq = statusOfSync().getByRole("listitem").filter({ hasText: "Groq" });
		await groq.getByText(/^done · 5 models · 1 new/).waitFor();
		await page.reload();
		await groq.getByText(/^done · 5 models · 1 new/).waitFor();
		const openrouter = statusOfSync().getByRole("listitem").filter({ hasText: "OpenRouter" });
		await openrouter.getByText(/^listing/).waitFor();
		await page.getByText("syncing now").waitFor();
		hold.release();
		await openrouter.getByText(/^done · 5 models · 1 new/).waitFor();
		await syncPanel()
			.getByText(/^10 models · 2 new/)
			.waitFor();
		await page.getByText("synced just now").waitFor();
		expect(await lookClosely(page)).toEqual({ light: [], dark: [], overflow: 0 });
	});

	it("can be cancelled, and then changes nothing", async () => {
		const hold = createHold();
		stage.sandbox.script({ provider: "openrouter", kind: "models", hold });
		await page.getByRole("button", { name: "Sync", exact: true }).click();
		await statusOfSync()
			.getByText(/^listing/)
			.first()
			.waitFor();
		await syncPanel().getByRole("button", { name: "Cancel" }).click();
		await syncPanel().getByRole("status").filter({ hasText: "Sync cancelled" }).waitFor();
		await statusOfSync()
			.getByText(/^cancelled/)
			.first()
			.waitFor();
		hold.release();
	});

	it("names the provider that fails, since when and why, and tries it again", async () => {
		stage.sandbox.script({ provider: "groq", kind: "models", fail: "unauthorized" });
		await sync();
		await page.getByText(/Groq has refused our key since \d\d:\d\d/).waitFor();
		await page.getByRole("button", { name: "synced just now" }).click();
		await page
			.getByRole("dialog", { name: "Last sync" })
			.getByText(/does not accept the key/)
			.waitFor();
		await page.keyboard.press("Escape");
		await page.getByRole("button", { name: "retry" }).click();
		await syncPanel().getByRole("status").filter({ hasText: "Synced 1 provider" }).waitFor();
		await page.getByText(/has refused our key/).waitFor({ state: "hidden" });
	});
});

describe("the change inbox", () => {
	it("shows what waits, applies many at once, and takes it back", async () => {
		models.splice(
			0,
			5,
			listed("one", { inputPer1M: "60" }),
			listed("two", { inputPer1M: "90" }),
			listed("three", { inputPer1M: "2.5" }),
			listed("four", { contextLength: 64_000 }),
			listed("six"),
			listed("seven", { inputPer1M: "5000" }),
		);
		await sync();
		await syncPanel().getByRole("button", { name: "Review" }).click();
		const repriced = waiting("Repriced");
		await repriced.getByText("Input $2.00 → $60.00 per 1M").waitFor();
		await waiting("Price refused")
			.getByText(/is above 1000/)
			.waitFor();
		expect(
			await waiting("Price refused")
				.getByRole("button", { name: /Accept/ })
				.count(),
		).toBe(0);
		expect(await lookClosely(page)).toEqual({ light: [], dark: [], overflow: 0 });
		await repriced.getByRole("button", { name: "Accept all" }).click();
		await page
			.getByRole("dialog", { name: /Accept 2 changes/ })
			.getByRole("button", { name: "Accept all" })
			.click();
		await inbox().getByRole("status").filter({ hasText: "2 changes accepted." }).waitFor();
		await repriced.waitFor({ state: "hidden" });
		await inbox().getByRole("button", { name: "Undo" }).click();
		await repriced.getByRole("button", { name: "Accept: Acme one" }).click();
		await inbox().getByText("1 change accepted.").waitFor();
		await repriced.getByRole("button", { name: "Dismiss: Acme two" }).click();
		await repriced.waitFor({ state: "hidden" });
	});

	it("lists what was safe and is applied already, and who decided the rest", async () => {
		const earlier = inbox().getByRole("region", { name: "Earlier changes" });
		await earlier.getByText("Input $2.00 → $2.50 per 1M").first().waitFor();
		await earlier.getByText("Context 32,000 → 64,000 tokens").first().waitFor();
		await earlier.getByText("It is no longer in the provider's listing.").first().waitFor();
		await earlier.getByText("New in the provider's listing.").first().waitFor();
		await earlier.getByLabel("Show").selectOption("Accepted");
		await earlier.getByText(/repriced · \d\d:\d\d · by ana@example.com/).waitFor();
		await page.keyboard.press("Escape");
		await inbox().waitFor({ state: "hidden" });
	});

	it("leads to the price history in the model's sheet, with sources and dates", async () => {
		await page.goto("/admin/llm-hub/catalog/openrouter/acme/one");
		const history = page.getByRole("table", { name: "Price history" });
		const rows = history.locator("tbody tr");
		await rows.nth(2).waitFor();
		const prices = await rows.locator("td:nth-child(3)").allTextContents();
		// Accepted, taken back, accepted again.
		expect(prices).toEqual(["60.00", "2.00", "60.00", "2.00"]);
		expect(await rows.first().textContent()).toContain("the provider's list");
	});
});
