import { createHold } from "@llm-hub/sandbox";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { violations } from "./axe.ts";
import { listed } from "./listed-model.ts";
import { lookClosely, openStage, pictureOnFailure, press, type Stage, shiftsOf } from "./stage.ts";

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
const models = ["one", "two", "three"].map((name) => listed(name));
const one = "openrouter/acme/one";
const ben = { email: "ben@example.com", password: "correct horse battery" };

let stage: Stage;
let page: Page;
const post = async (path: string, data: unknown = {}) => {
	const answer = await stage.context.request.post(path, { headers: { origin: stage.hub.url }, data });
	if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
};
const ask = async (path: string, input: unknown) => {
	const query = new URLSearchParams({ input: JSON.stringify(input) });
	return (await (await stage.context.request.get(`/trpc/${path}?${query}`)).json()).result.data;
};
beforeAll(async () => {
	stage = await openStage({ providers: ["openrouter", "mistral"], sandbox: { models } });
	page = stage.page;
	await post("/api/v1/llm/models/refresh");
	models.splice(
		0,
		3,
		listed("one", { inputPer1M: "2.5", deprecationDate: day(20), replacedBy: "acme/two" }),
		listed("two", { inputPer1M: "90" }),
		listed("three", { inputPer1M: "60" }),
	);
	await post("/api/v1/llm/models/refresh");
	await post("/trpc/catalog.aliases.save", { name: "house-default", modelId: one });
	await post("/api/v1/admin/users", { ...ben, role: "user", tier: "trial" });
	const messages = [{ role: "user", content: "Say hello." }];
	for (const model_id of [one, "mistral/acme/one"]) {
		await post("/api/v1/llm/test", { model_id, messages, max_tokens: 40, stream: false });
	}
});
pictureOnFailure(() => page);
afterAll(() => stage?.close());

const part = (name: string, on = page) => on.getByRole("dialog").getByRole("region", { name, exact: true });
const cellsOf = (table: ReturnType<Page["getByRole"]>) =>
	table
		.locator("tbody tr")
		.evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent ?? "")));

describe("a model's page", () => {
	it("answers in order whether I may use it, what it costs, how it did, when it ends and what replaces it", async () => {
		await page.goto(`/admin/llm-hub/catalog/${one}`);
		const sheet = page.getByRole("dialog", { name: "Acme one" });
		await sheet.getByText("You may use it").waitFor();
		await sheet
			.getByText(/in 20 days|in 19 days/)
			.first()
			.waitFor();
		await part("Price").getByRole("table", { name: "Price in force" }).getByText("2.50").waitFor();
		await part("What it is").getByText("house-default").waitFor();
		await part("What it is").getByText("Jan 15, 2026the provider's list").waitFor();
		const history = part("Price history");
		await history.locator("svg path.MuiLineElement-root, svg .MuiLineChart-line").first().waitFor();
		expect((await cellsOf(history.getByRole("table"))).map((cells) => cells.slice(2))).toEqual([
			["2.50", "8.00"],
			["2.00", "8.00"],
		]);
		const measured = await ask("catalog.measured", { ids: [one] });
		const { ttftMs, runs } = measured.models[0];
		await part("Measured by us")
			.getByText(`p50 ${Math.round(ttftMs.p50)} ms`)
			.first()
			.waitFor();
		await part("Measured by us").getByText(`${runs} of ${runs} runs`).waitFor();
		await part("End of life").getByText("the provider recommends none").waitFor();
		await part("Use it in code").getByText("curl -N").waitFor();
		await part("Who may use it")
			.getByRole("row", { name: /Starter.*yes.*openrouter/ })
			.waitFor();
	});

	it("prices similar models by our runs: the figures are the API's", async () => {
		const similar = await ask("catalog.similar", { modelId: one });
		expect(similar.basis).toMatchObject({ kind: "usage", scope: "everybody", runs: 1 });
		const table = part("Similar models").getByRole("table", { name: "Similar models" });
		await table.waitFor();
		const shown = await cellsOf(table);
		expect(shown.map(([name]) => name)).toEqual(
			similar.models.map(({ displayName, id }: { displayName: string; id: string }) =>
				expect.stringContaining(`${displayName}${id}`),
			),
		);
		const [first] = similar.models;
		expect(shown[0]?.[4]).toContain(String(Number(Number(first.usd).toPrecision(3))));
		expect(await lookClosely(page)).toEqual({ light: [], dark: [], overflow: 0 });
	});

	it("is the same by its link in another browser, where a person without access learns why and asks", async () => {
		const his = await stage.visit(ben);
		await his.goto(page.url());
		await his.getByText("You may not use it: no access").waitFor();
		await press(his.getByRole("button", { name: "Why, and what to do" }));
		await expect.poll(() => his.evaluate(() => document.activeElement?.textContent)).toBe("Who may use it");
		await part("Who may use it", his).getByText("Tier Starter includes it.").waitFor();
		await his.keyboard.press("Tab");
		await expect.poll(() => his.evaluate(() => document.activeElement?.textContent)).toBe("Ask for access");
		await part("Similar models", his)
			.getByText(/as an example: 1,000 messages/)
			.waitFor();
		expect(await his.getByRole("button", { name: "Set price" }).count()).toBe(0);
		await his.context().close();
		const visitor = await stage.visit();
		await visitor.goto(page.url());
		await visitor.getByText("to see whether you may use it.").waitFor();
		expect(await visitor.getByRole("region", { name: "Similar models" }).count()).toBe(0);
		await visitor.context().close();
	});

	describe("whose price waits for a person", () => {
		const two = "/admin/llm-hub/catalog/openrouter/acme/two";
		const asksForChanges = ({ pathname, search }: URL) =>
			pathname.endsWith("/catalog.changes.list") && decodeURIComponent(search).includes('"modelId":"openrouter');
		const asksForModel = ({ pathname }: URL) => pathname.includes("catalog.byId");
		afterEach(() => page.unroute(asksForChanges));

		it("says so to an admin together with the price in force, so that nothing is pushed down", async () => {
			const told = page.waitForResponse((answer) => asksForChanges(new URL(answer.url())));
			await page.route(asksForModel, async (route) => {
				await (await told).finished();
				await route.continue();
			});
			await page.goto(two);
			await part("Price").getByRole("table", { name: "Price in force" }).waitFor();
			expect(await part("Price").getByText("waits for a person").count()).toBe(1);
			await page.unroute(asksForModel);
		});

		it("does not wait long for that, and says so below the page where it comes late", async () => {
			const hold = createHold();
			await page.route(asksForChanges, async (route) => {
				await hold.released;
				await route.continue();
			});
			await page.goto(two);
			const price = part("Price").getByRole("table", { name: "Price in force" });
			await price.waitFor();
			await part("Similar models")
				.getByText(/as an example: 1,000 messages/)
				.waitFor();
			const place = await price.boundingBox();
			hold.release();
			await part("New on this model").getByText("waits for a person").waitFor();
			expect(await price.boundingBox()).toEqual(place);
			expect(await part("Price").getByText("waits for a person").count()).toBe(0);
			expect(await violations(page)).toEqual([]);
		});

		it("is shown without that where it cannot be asked for, and does not ask for ever", async () => {
			let asked = 0;
			await page.route(asksForChanges, async (route) => {
				asked += 1;
				const data = { code: "INTERNAL_SERVER_ERROR", httpStatus: 500, details: { requestId: null } };
				await route.fulfill({ status: 500, json: { error: { message: "Something broke.", code: -32603, data } } });
			});
			await page.goto(two);
			await part("Price").getByRole("table", { name: "Price in force" }).waitFor();
			await part("Similar models")
				.getByText(/as an example: 1,000 messages/)
				.waitFor();
			expect(asked).toBe(1);
		});
	});
});

it("moves no list of a phone while what stands above it comes", async () => {
	const phone = await stage.context.newPage();
	await phone.setViewportSize({ width: 390, height: 844 });
	const hold = createHold();
	await phone.route(/catalog\.stats/, async (route) => {
		await hold.released;
		await route.continue();
	});
	await phone.goto("/admin/llm-hub/catalog");
	await phone.getByRole("row").nth(3).waitFor();
	hold.release();
	await phone.getByText(/synced (just now|\d+ minutes? ago)/).waitFor();
	expect(await shiftsOf(phone)).toEqual([]);
	await phone.close();
});

describe("the lifecycle radar", () => {
	it("is reached from the catalog, and says when, who is hit and what instead", async () => {
		await page.goto("/admin/llm-hub/catalog");
		const radar = await ask("catalog.lifecycle.show", undefined);
		await press(page.getByRole("link", { name: `${radar.counts.within30} retire within 30 days` }));
		const band = page.getByRole("table", { name: "Within 30 days" });
		await band.waitFor();
		expect((await cellsOf(band)).map(([, model]) => model)).toEqual(
			radar.models
				.filter((model: { band: string }) => model.band === "within30")
				.map(({ modelId }: { modelId: string }) => expect.stringContaining(modelId)),
		);
		const mistral = band.getByRole("row").filter({ hasText: "mistral/acme/one" });
		await mistral.getByRole("link", { name: "mistral/acme/two" }).waitFor();
		await mistral.getByText("the provider's choice").waitFor();
		await band.getByRole("row").filter({ hasText: one }).getByText("1 run of 1 person").waitFor();
		expect(await lookClosely(page)).toEqual({ light: [], dark: [], overflow: 0 });
	});

	it("moves an alias, disables several, and exports, by keyboard", async () => {
		const download = page.waitForEvent("download");
		await press(page.getByRole("button", { name: "Export CSV" }));
		expect((await download).suggestedFilename()).toBe(`lifecycle-${day(0)}.csv`);
		await press(page.getByRole("button", { name: "Move the alias house-default" }));
		const dialog = page.getByRole("dialog", { name: "Move the alias house-default" });
		await dialog.getByRole("radio", { name: "Another model" }).check();
		await dialog.getByLabel("Its id").fill("openrouter/none");
		await page.keyboard.press("Enter");
		await dialog.getByText("The catalog has no model openrouter/none.").waitFor();
		await dialog.getByLabel("Its id").fill("openrouter/acme/two");
		await page.keyboard.press("Enter");
		await page.getByText("Calls to house-default go to openrouter/acme/two now.").waitFor();
		const boxes = page.getByRole("table", { name: "Within 30 days" }).getByRole("checkbox");
		await press(boxes.first(), "Space");
		await press(page.getByRole("region", { name: "Selection" }).getByRole("button", { name: "Disable" }));
		await page.getByText("1 model will be disabled.").waitFor();
		await press(page.getByRole("dialog").getByRole("button", { name: "Disable" }));
		await page
			.getByRole("alert")
			.filter({ hasText: "1 model disabled." })
			.getByRole("button", { name: "Undo" })
			.waitFor();
		await boxes.nth(1).waitFor({ state: "detached" });
	});
});

describe("the change inbox", () => {
	it("decides the chosen ones together, over groups, and takes it back", async () => {
		await page.goto("/admin/llm-hub/catalog?changes=true");
		const inbox = page.getByRole("dialog", { name: "Changes" });
		const chosen = inbox.getByRole("region", { name: "Selected changes" });
		await press(inbox.getByRole("checkbox", { name: "Select all: Repriced · OpenRouter" }), "Space");
		await chosen.getByText("2 selected").waitFor();
		await press(inbox.getByRole("checkbox", { name: "Select: Acme two" }), "Space");
		await press(chosen.getByRole("button", { name: "Accept 1" }));
		await press(page.getByRole("dialog", { name: "Accept 1 change?" }).getByRole("button", { name: "Accept" }));
		await inbox.getByRole("status").filter({ hasText: "1 change accepted." }).waitFor();
		await chosen.waitFor({ state: "hidden" });
		await expect.poll(async () => (await ask("catalog.byId", { id: "openrouter/acme/three" })).inputPer1M).toBe("60");
		await press(inbox.getByRole("button", { name: "Undo" }));
		await inbox.getByRole("checkbox", { name: "Select: Acme three" }).waitFor();
	});
});
