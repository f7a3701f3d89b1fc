import { createHold } from "@llm-hub/sandbox";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listed } from "./listed-model.ts";
import { lookClosely, openStage, pictureOnFailure, press, pressOn, reach, type Stage } from "./stage.ts";

/** The price of the last is refused, and so is unknown. */
const models = [
	listed("one", { inputPer1M: "60" }),
	...["two", "three", "four", "six"].map((name) => listed(name)),
	listed("seven", { inputPer1M: "5000" }),
];

let stage: Stage;
let page: Page;
beforeAll(async () => {
	stage = await openStage({ providers: ["openrouter", "groq"], sandbox: { models } });
	page = stage.page;
	// Before the clock does, so that the list is whole when the tests begin.
	await stage.context.request.post("/api/v1/llm/models/refresh", { headers: { origin: stage.hub.url } });
});
pictureOnFailure(() => page);
afterAll(() => stage?.close());

describe("the grid", () => {
	const rows = () => page.getByRole("table", { name: "Models" }).getByRole("row");
	const choose = async (facet: string, choice: RegExp) => {
		await press(page.getByRole("search").getByRole("button", { name: facet }));
		const item = page.getByRole("menuitemcheckbox", { name: choice });
		await expect.poll(() => item.textContent()).toMatch(/\d$/);
		await press(item);
		const words = (await item.textContent()) ?? "";
		await page.keyboard.press("Escape");
		await page.getByRole("menu").waitFor({ state: "hidden" });
		return Number(/(\d+)$/.exec(words)?.[1]);
	};

	it("says that it fails, and comes back with its filters when it is asked again", async () => {
		const details = { requestId: "req-of-the-log" };
		const data = { code: "INTERNAL_SERVER_ERROR", httpStatus: 500, details };
		const error = { message: "The database is away.", code: -32603, data };
		await page.route(/catalog\.list\?/, (route) => route.fulfill({ status: 500, json: { error } }));
		await page.goto("/admin/llm-hub/catalog?q=acme&provider=groq");
		const alert = page.getByRole("alert").filter({ hasText: "Something went wrong" });
		await alert.waitFor();
		expect(await alert.textContent()).toContain("The database is away.");
		await alert.getByText("req-of-the-log").waitFor();
		await page.unroute(/catalog\.list\?/);
		await press(alert.getByRole("button", { name: "Try again" }));
		await rows().getByText("groq/acme/one").waitFor();
		await page.getByText(/^6 of [\d,]+ models/).waitFor();
	});

	it("opens a model and sorts by keyboard alone, and comes back to where it was", async () => {
		const isFocused = (locator: Locator) => locator.evaluate((element) => element === document.activeElement);
		const tabTo = async (locator: Locator) => {
			for (let steps = 0; steps < 40 && !(await isFocused(locator)); steps++) await page.keyboard.press("Tab");
			expect(await isFocused(locator)).toBe(true);
		};
		await page.keyboard.press("/");
		await tabTo(page.getByRole("button", { name: "View", exact: true }));
		await tabTo(page.getByRole("button", { name: "Model", exact: true }));
		await page.keyboard.press("Enter");
		await page.waitForURL(/order=desc/);
		// Rows that change places lose the focus.
		await page.locator('[role="table"][aria-busy="false"]').waitFor();
		const last = page.getByRole("link", { name: "acme/two" });
		await tabTo(page.getByRole("switch", { name: "Enable acme/two" }));
		await page.keyboard.press("Shift+Tab");
		expect(await isFocused(last)).toBe(true);
		await page.keyboard.press("Enter");
		await page.getByRole("dialog", { name: "acme/two" }).waitFor();
		await page.keyboard.press("Escape");
		await page.getByRole("dialog").waitFor({ state: "hidden" });
		await expect.poll(() => isFocused(last)).toBe(true);
	});

	it("stays the same page at its next address, also where its file came while the frame around it was being drawn", async () => {
		await using late = await stage.context.newPage();
		// From `hold` on React draws its next turn when it is told to, and breaks none off.
		await late.addInitScript(() => {
			const { postMessage } = MessagePort.prototype;
			const { now } = performance;
			const turns: (() => void)[] = [];
			const hold = () => {
				const at = performance.now();
				performance.now = () => at;
				MessagePort.prototype.postMessage = function (message: unknown) {
					turns.push(() => postMessage.call(this, message, {}));
				};
			};
			const goOn = () => {
				Object.assign(MessagePort.prototype, { postMessage });
				performance.now = now;
				for (const turn of turns) turn();
			};
			Object.assign(window, { hold, turns, goOn });
		});
		const holdFile = async (name: string) => {
			const hold = createHold();
			await late.route(new RegExp(`/${name}-[^/]+[.]js$`), async (route) => {
				await hold.released;
				await route.continue();
			});
			return async () => {
				const file = late.waitForResponse((response) => response.url().includes(`/${name}-`));
				hold.release();
				await late.evaluate(`import(${JSON.stringify((await file).url())})`);
			};
		};
		const fetchFrame = await holdFile("app-layout");
		const fetchPage = await holdFile("catalog-page");
		await late.goto("/admin/llm-hub/catalog?q=acme", { waitUntil: "commit" });
		// The styles of all pages are there, and nothing else.
		await late.locator("style[data-emotion]").first().waitFor({ state: "attached" });
		await late.evaluate("hold()");
		await fetchFrame();
		await expect.poll(() => late.evaluate("turns.length")).toBe(1);
		await late.evaluate("turns.shift()()");
		await fetchPage();
		await late.evaluate("goOn()");
		const box = late.getByRole("checkbox", { name: "Select Acme two" });
		await press(box, "Space");
		await press(late.getByRole("link", { name: "Acme two", exact: true }));
		await late.getByRole("dialog", { name: "Acme two" }).waitFor();
		await late.keyboard.press("Escape");
		await late.getByRole("dialog").waitFor({ state: "hidden" });
		expect(await box.isChecked()).toBe(true);
		await expect.poll(() => late.evaluate(() => document.activeElement?.textContent)).toBe("Acme two");
	});

	it("searches from anywhere with /, and narrows by choices that say what they leave", async () => {
		await page.goto("/admin/llm-hub/catalog");
		await rows().nth(3).waitFor();
		await page.keyboard.press("/");
		await page.keyboard.type("acme");
		// While the last letter is not in the address yet.
		await page.getByRole("link", { name: /acme/i }).first().click();
		const sheet = page.getByRole("dialog", { name: /acme/i });
		await sheet.waitFor();
		await page.waitForURL(/\?q=acme$/);
		await page.keyboard.press("Escape");
		await sheet.waitFor({ state: "hidden" });
		await page.getByText(/^12 of [\d,]+ models/).waitFor();
		const left = await choose("Provider", /OpenRouter/);
		await page.getByText(new RegExp(`^${left} of`)).waitFor();
		await choose("Price", /\$0.50 to \$3/);
		await page.getByText(/^4 of/).waitFor();
		const providers = async () => [...new Set(await rows().locator("[role=cell]:nth-child(3)").allTextContents())];
		await expect.poll(providers).toEqual(["OpenRouter"]);
	});

	it("is the same view in a colleague's browser, whose visitor sees no admin action", async () => {
		await press(page.getByRole("button", { name: "View", exact: true }));
		await press(page.getByRole("dialog", { name: "View" }).getByLabel("compact"), "Space");
		await press(page.getByRole("dialog", { name: "View" }).getByLabel("Cached $/1M"), "Space");
		await page.keyboard.press("Escape");
		await press(page.getByRole("button", { name: "In $/1M" }));
		await page.waitForURL(/sort=price/);
		// While the newly sorted list is on its way the old one is dimmed.
		await page.locator('[role="table"][aria-busy="false"]').waitFor();
		expect(await lookClosely(page)).toEqual({ light: [], dark: [], overflow: 0 });
		const colleague = await stage.visit();
		await colleague.goto(page.url());
		const theirs = colleague.getByRole("table", { name: "Models" });
		await theirs.getByRole("row").nth(4).waitFor();
		const facts = (on: Page) =>
			on.getByRole("table", { name: "Models" }).locator("[role=cell]:nth-child(-n+6)").allTextContents();
		await expect.poll(() => facts(colleague)).toEqual(await facts(page));
		expect(await theirs.getByRole("columnheader").allTextContents()).not.toContain("Cached $/1M");
		expect(await theirs.getByRole("switch").count()).toBe(0);
		expect(await colleague.getByRole("button", { name: "Sync" }).count()).toBe(0);
		await press(colleague.getByRole("button", { name: "Model", exact: true }));
		await colleague.waitForURL((url) => !url.searchParams.has("sort"));
		const way = colleague.getByRole("link", { name: "Sign in", exact: true }).first();
		const leadsBackTo = async () => {
			const next = new URL((await way.getAttribute("href"))!, stage.hub.url).searchParams.get("next");
			return new URL(next!, stage.hub.url).searchParams.toString();
		};
		await expect.poll(leadsBackTo).toBe(new URL(colleague.url()).searchParams.toString());
		await colleague.close();
	});

	it("takes filters back one by one, and all at once", async () => {
		const chips = page.getByRole("group", { name: "Filters" });
		await chips.getByRole("button", { name: "OpenRouter" }).click();
		await page.waitForURL((url) => !url.searchParams.has("provider"));
		await chips.getByRole("button", { name: "Clear all" }).click();
		await page.getByText(/^1,\d+ models/).waitFor();
		expect(new URL(page.url()).searchParams.get("density")).toBe("compact");
	});
});

describe("selected models", () => {
	const select = (name: string) => page.getByRole("checkbox", { name: `Select ${name}`, exact: true });
	const selection = () => page.getByRole("region", { name: "Selection" });
	const toast = (text: string | RegExp) => page.getByRole("alert").filter({ hasText: text });
	const row = (name: string) => page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
	const dialog = () => page.getByRole("dialog");

	it("are disabled together after a look at what that changes, and taken back", async () => {
		await page.goto("/admin/llm-hub/catalog?q=acme&provider=openrouter");
		await pressOn(page.getByRole("checkbox", { name: "Select all of the list" }), "Space");
		await selection().getByText("6 selected").waitFor();
		await reach(select("Acme three"));
		await page.keyboard.press("Enter");
		await pressOn(selection().getByRole("button", { name: "Clear selection" }));
		await selection().waitFor({ state: "hidden" });
		// The focus is at the list again, which is in the order of the alphabet: four, one, seven, six.
		await pressOn(select("Acme four"), "Space");
		await page.keyboard.press("ArrowDown");
		await page.keyboard.press("ArrowDown");
		await page.keyboard.press("Shift+Space");
		await selection().getByText("3 selected").waitFor();
		await page.keyboard.press("Shift+ArrowDown");
		await selection().getByText("4 selected").waitFor();
		expect(await select("Acme six").isChecked()).toBe(true);
		// The way back gives up what the way there took.
		for (const [keys, count] of [
			["Shift+ArrowUp", 3],
			["Shift+ArrowUp", 2],
			["Shift+ArrowDown", 3],
			["Shift+ArrowDown", 4],
		] as const) {
			await page.keyboard.press(keys);
			await selection().getByText(`${count} selected`).waitFor();
		}
		// It leaves what was selected before, and beyond the row where it began takes the other side in.
		await page.keyboard.press("ArrowDown");
		for (const [keys, count, at] of [
			["Shift+ArrowUp", 5, "six"],
			["Shift+ArrowDown", 5, "three"],
			["Shift+ArrowDown", 6, "two"],
			["Shift+ArrowUp", 5, "three"],
			["Space", 4, "three"],
		] as const) {
			await page.keyboard.press(keys);
			await selection().getByText(`${count} selected`).waitFor();
			await expect
				.poll(() => select(`Acme ${at}`).evaluate((element) => element === document.activeElement))
				.toBe(true);
		}
		await page.keyboard.press("Enter");
		await pressOn(selection().getByRole("button", { name: "Disable" }));
		await dialog()
			.getByText(/4 models will be disabled/)
			.waitFor();
		expect(await lookClosely(page)).toEqual({ light: [], dark: [], overflow: 0 });
		await pressOn(dialog().getByRole("button", { name: "Disable" }));
		await row("Acme four").getByText("disabled").waitFor();
		await toast("4 models disabled.").waitFor();
		await page.keyboard.press("Control+Z");
		await row("Acme four").getByText("enabled").waitFor();
	});

	it("hold a range whose rows come late, less what was given up meanwhile, and no range once all are selected", async () => {
		const isAt = (name: string) =>
			expect.poll(() => select(name).evaluate((element) => element === document.activeElement)).toBe(true);
		const hold = createHold();
		await page.route(/catalog\.ids/, async (route) => {
			await hold.released;
			await route.continue();
		});
		await page.reload();
		await press(select("Acme four"), "Space");
		for (const key of ["ArrowDown", "ArrowDown", "ArrowDown", "Shift+Space"]) await page.keyboard.press(key);
		await selection().getByText("2 selected").waitFor();
		await page.keyboard.press("Shift+ArrowUp");
		await selection().getByText("1 selected").waitFor();
		hold.release();
		await selection().getByText("3 selected").waitFor();
		expect(await select("Acme six").isChecked()).toBe(false);
		await press(page.getByRole("checkbox", { name: "Select all of the list" }), "Space");
		await selection().getByText("6 selected").waitFor();
		await press(select("Acme seven"), "Shift+ArrowUp");
		await isAt("Acme one");
		await page.keyboard.press("Shift+ArrowUp");
		await isAt("Acme four");
		expect(await selection().getByText("6 selected").count()).toBe(1);
		await page.unroute(/catalog\.ids/);
		await press(selection().getByRole("button", { name: "Clear selection" }));
		await selection().waitFor({ state: "hidden" });
	});

	it("are given a price, and a negative one is refused at its field", async () => {
		await press(page.getByRole("checkbox", { name: "Select all of the list" }), "Space");
		await selection().getByText("6 selected").waitFor();
		await press(selection().getByRole("button", { name: "Set price" }));
		await dialog()
			.getByLabel(/^Input/)
			.fill("-1");
		await dialog()
			.getByLabel(/^Output/)
			.fill("4");
		await dialog().getByLabel("Why").fill("Our contract");
		await press(dialog().getByRole("button", { name: "Set price" }));
		await dialog()
			.getByText(/0 or more/)
			.waitFor();
		await dialog()
			.getByLabel(/^Input/)
			.fill("1.25");
		await press(dialog().getByRole("button", { name: "Set price" }));
		await toast("6 models have the price you set.").waitFor();
		await row("Acme seven").getByText("1.25").waitFor();
		await row("Acme seven").getByText("set by an admin").waitFor();
		await press(toast("have the price").getByRole("button", { name: "Undo" }));
		await row("Acme seven").getByText("unknown").first().waitFor();
	});

	it("one is named by an alias, shown in the list, that shadows no model", async () => {
		await press(selection().getByRole("button", { name: "Clear selection" }));
		await press(select("Acme two"), "Space");
		await press(selection().getByRole("button", { name: "Alias" }));
		await dialog().getByRole("textbox", { name: "Alias" }).fill("gpt-4o-mini");
		await press(dialog().getByRole("button", { name: "Save alias" }));
		await dialog()
			.getByText(/Choose another alias/)
			.waitFor();
		await dialog().getByRole("textbox", { name: "Alias" }).fill("fast");
		await press(dialog().getByRole("button", { name: "Save alias" }));
		await toast(/Calls to fast go to openrouter\/acme\/two/).waitFor();
		await row("Acme two").getByText("fast").waitFor();
	});

	/** A price has its unit where no head names it, and a finger that just misses a box selects. */
	async function onPhone(): Promise<void> {
		const wide = page.viewportSize()!;
		await page.setViewportSize({ width: 390, height: 844 });
		const first = page.getByRole("row").filter({ hasText: "→" }).first();
		await first.getByText("$/1M").waitFor();
		const box = first.getByRole("checkbox");
		const { x, y } = (await box.boundingBox())!;
		await page.mouse.click(x - 5, y - 5);
		await expect.poll(() => box.isChecked()).toBe(true);
		await box.uncheck();
		await page.setViewportSize(wide);
	}

	it("a view is kept by name, opened again by keyboard, and deleted", async () => {
		const view = page.getByRole("dialog", { name: "View" });
		await press(page.getByRole("button", { name: "View", exact: true }));
		await view.getByLabel("Keep this view as").fill("Acme of OpenRouter");
		await page.keyboard.press("Enter");
		await view.getByRole("link", { name: "Acme of OpenRouter" }).waitFor();
		expect(await lookClosely(page)).toEqual({ light: [], dark: [], overflow: 0 });
		await page.goto("/admin/llm-hub/catalog");
		await onPhone();
		await press(page.getByRole("button", { name: "View", exact: true }));
		await press(view.getByRole("link", { name: "Acme of OpenRouter" }));
		await page.getByText(/^6 of/).waitFor();
		await press(page.getByRole("button", { name: "View", exact: true }));
		await press(view.getByRole("button", { name: "Delete Acme of OpenRouter" }));
		await view.getByRole("link", { name: "Acme of OpenRouter" }).waitFor({ state: "hidden" });
	});
});
