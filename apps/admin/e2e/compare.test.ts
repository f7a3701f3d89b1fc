import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listed } from "./listed-model.ts";
import { lookClosely, openStage, pictureOnFailure, press, type Stage } from "./stage.ts";

const catalog = "/admin/llm-hub/catalog";
const [mini, large, unpriced] = ["openai/gpt-4o-mini", "openai/gpt-4o", "groq/acme/secret"];

let stage: Stage;
let page: Page;
beforeAll(async () => {
	// Groq's listing names no price.
	const secret = listed("secret", { contextLength: 9_000 });
	stage = await openStage({ providers: ["openai", "groq"], sandbox: { models: [secret] } });
	page = stage.page;
	const headers = { origin: stage.hub.url };
	await stage.context.request.post("/api/v1/llm/models/refresh", { headers });
	const alias = await stage.context.request.post("/trpc/catalog.aliases.save", {
		headers,
		data: { name: "house-small", modelId: mini },
	});
	expect(alias.ok()).toBe(true);
});
pictureOnFailure(() => page);
afterAll(() => stage?.close());

interface Listed {
	cost_per_1m_input: string | number | null;
	cost_per_1m_output: string | number | null;
	cost_per_1m_cached_input: string | number | null;
	context_length: number;
	display_name: string;
}
const apiModel = async (id: string): Promise<Listed> =>
	(await stage.context.request.get(`/api/v1/llm/models/${id}`)).json();
const table = (on: Page) => on.getByRole("region", { name: "Comparison" });
const rowOf = (label: string, on = page) =>
	table(on)
		.getByRole("row")
		.filter({ has: on.getByRole("rowheader", { name: new RegExp(`^${label}`) }) })
		.getByRole("cell");
const rate = (usd: string | number | null) =>
	Number(usd).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 6 });

describe("models side by side", () => {
	it("are chosen in the catalog, by keyboard alone, and show what the API says of them", async () => {
		await page.goto(`${catalog}?q=openai/gpt-4o&provider=openai`);
		for (const id of [mini, large]) {
			const { display_name } = await apiModel(id);
			await press(page.getByRole("checkbox", { name: `Select ${display_name}`, exact: true }), "Space");
		}
		await press(page.getByRole("region", { name: "Selection" }).getByRole("link", { name: "Compare" }));
		await page.getByRole("heading", { name: "Compare models" }).waitFor();
		const [first, second] = [await apiModel(mini), await apiModel(large)];
		const prices = [`${rate(first.cost_per_1m_input)}cheapest`, rate(second.cost_per_1m_input)];
		await expect.poll(() => rowOf("Input").allTextContents()).toEqual(prices);
		const windows = [first, second].map(({ context_length }) => `${context_length.toLocaleString("en-US")} tokens`);
		expect(await rowOf("Context").allTextContents()).toEqual(windows);
		expect(await table(page).getByRole("rowheader", { name: "Input differs", exact: true }).count()).toBe(1);
	});

	it("one more is found by its alias, one with no price stays unknown, and one that is gone is said to be", async () => {
		await page.goto(`${catalog}/compare?models=${large},${unpriced},openai/gone`);
		await table(page).getByText("Not in the catalog").waitFor();
		await expect.poll(() => rowOf("Input").allTextContents()).toEqual([expect.any(String), "unknown", "–"]);
		const add = page.getByRole("combobox", { name: "Add a model" });
		await add.fill("house-small");
		await page.getByRole("option", { name: /house-small/ }).waitFor();
		await press(add);
		await page.waitForURL(/gpt-4o-mini/);
		await expect.poll(() => rowOf("Alias").allTextContents()).toEqual(["none", "none", "–", "house-small"]);
		expect(await lookClosely(page)).toEqual({ light: [], dark: [], overflow: 0 });
		await press(page.getByRole("button", { name: "Remove openai/gone" }));
		await table(page).getByText("Not in the catalog").waitFor({ state: "hidden" });
	});

	it("show only what differs on request, and the same in a colleague's browser; seven are too many and said so", async () => {
		const { length } = await table(page).getByRole("row").all();
		await press(page.getByRole("switch", { name: "Only differences" }), "Space");
		await expect.poll(() => table(page).getByRole("row").count()).toBeLessThan(length);
		await page.waitForURL(/only=true/);
		const colleague = await stage.visit();
		await colleague.goto(page.url());
		const prices = (on: Page) => rowOf("Input", on).allTextContents();
		await rowOf("Input", colleague).nth(2).waitFor();
		await expect.poll(() => prices(colleague)).toEqual(await prices(page));
		await colleague.goto(`${catalog}/compare?models=a/1,a/2,a/3,a/4,a/5,a/6,a/7`);
		await colleague.getByText(/Six models fit side by side. Left out: a\/7/).waitFor();
		expect(await colleague.getByRole("combobox", { name: "Add a model" }).isDisabled()).toBe(true);
		await colleague.close();
	});
});

describe("the calculator", () => {
	const costs = (on = page) => on.getByRole("table", { name: "Costs" });
	const rowFor = (name: string, on = page) => costs(on).getByRole("row").filter({ hasText: name });
	const field = (name: string) => page.getByRole("textbox", { name });
	/** USD of so many messages, from the API's prices: the formula again. */
	const usdOf = async (id: string, [input, cached, output]: [number, number, number], messages: number) => {
		const model = await apiModel(id);
		const usd =
			(messages *
				((input - cached) * Number(model.cost_per_1m_input) +
					cached * Number(model.cost_per_1m_cached_input ?? model.cost_per_1m_input) +
					output * Number(model.cost_per_1m_output))) /
			1_000_000;
		return usd.toLocaleString("en-US", { style: "currency", currency: "USD" });
	};

	it("shows a range for each model, the cheapest first and the unknown last, with the terms of each", async () => {
		await page.goto(`${catalog}/calculator?models=${unpriced},${large},house-small&now=${large}`);
		await rowFor(unpriced).waitFor();
		const names = await costs().getByRole("row").locator("td:first-child").allTextContents();
		expect(names.map((words) => [mini, large, unpriced].find((id) => words.endsWith(id)))).toEqual([
			mini,
			large,
			unpriced,
		]);
		expect(await rowFor(unpriced).textContent()).toContain("unknown");
		const typical = await usdOf(mini, [1_500, 600, 250], 15_000);
		const [low, high] = [await usdOf(mini, [1_125, 450, 187], 15_000), await usdOf(mini, [1_875, 0, 313], 15_000)];
		const words = await rowFor("house-small").textContent();
		expect(words).toContain(`${low} – ${high}`);
		expect(words).toContain(typical);
		expect(words).toMatch(/saves \$/);
		expect(await rowFor(`${large}`).last().textContent()).toContain("in use now");
		await press(rowFor("house-small").getByRole("button", { name: "How this cost was worked out" }));
		await page
			.getByRole("dialog", { name: "Cost" })
			.getByText(/^13,500,000 input tokens × \$/)
			.waitFor();
		await page.keyboard.press("Escape");
		await page.getByRole("dialog", { name: "Cost" }).waitFor({ state: "hidden" });
		expect(await lookClosely(page)).toEqual({ light: [], dark: [], overflow: 0 });
	});

	it("is found by name, as the comparison is", async () => {
		await page.keyboard.press("Control+k");
		const palette = page.getByRole("dialog", { name: "Find anything" });
		await palette.getByRole("combobox").fill("comp");
		await palette.getByRole("option", { name: "Compare models" }).waitFor();
		await palette.getByRole("combobox").fill("calcul");
		await palette.getByRole("option", { name: "Cost calculator" }).waitFor();
		await page.keyboard.press("Escape");
		await palette.waitFor({ state: "hidden" });
	});

	it("follows what is written, says what is no number, and is the same for whoever gets the link", async () => {
		await press(page.getByRole("button", { name: "Document summary" }));
		await field("Messages a day").fill("1,000");
		await page.waitForURL(/messages=1000/);
		const typical = await usdOf(large, [12_000, 0, 600], 30_000);
		await rowFor(large).getByText(typical).waitFor();
		await field("Days a month").fill("32");
		await page.getByText("A whole number from 1 to 31.").waitFor();
		expect(page.url()).not.toContain("days=32");
		const colleague = await stage.visit();
		await colleague.goto(page.url());
		await rowFor(large, colleague).getByText(typical).waitFor();
		const amounts = (on: Page) => costs(on).locator("tbody td:nth-child(-n+3)").allTextContents();
		await expect.poll(() => amounts(colleague)).toEqual(await amounts(page));
		await colleague.close();
	});

	it("works from the runs that there were, to the sum that they cost", async () => {
		for (const content of ["One.", "Two, a little longer."]) {
			const messages = [{ role: "user", content }];
			const run = await stage.context.request.post("/api/v1/llm/test", {
				headers: { origin: stage.hub.url },
				data: { model_id: "house-small", messages, stream: false },
			});
			expect(run.status()).toBe(200);
		}
		const stats = await (await stage.context.request.get("/api/v1/llm/test/stats")).json();
		await page.goto(`${catalog}/calculator?models=${mini}`);
		await press(page.getByRole("radio", { name: "The last 30 days" }), "Space");
		await page.getByText("2 messages in the last 30 days").waitFor();
		await page.getByText(/^2 runs in the last 30 days, which cost \$/).waitFor();
		const cost = Number(stats.total_cost);
		const shown = async () => Number((await rowFor(mini).locator("td:nth-child(3)").textContent())?.replace("$", ""));
		// Below a dollar, three digits that count.
		await expect.poll(shown).toBe(Number(cost.toPrecision(3)));
		await page.getByText(/which 2 runs of the last 30 days asked/).waitFor();
	});
});
