import { createHold } from "@llm-hub/sandbox";
import type { Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { violations } from "./axe.ts";
import { admin } from "./hub.ts";
import { openStage, pictureOnFailure, pressOn, reach, type Stage } from "./stage.ts";

const models = [
	"openai/gpt-4o-mini",
	"openai/gpt-4o",
	"openai/gpt-4.1-nano",
	"openai/gpt-4.1-mini",
	"openai/gpt-4.1",
	"openai/o3-mini",
	"anthropic/claude-haiku-4-5",
	"anthropic/claude-sonnet-4-5",
];

/** Its provider bills a stopped answer to its end. */
const drained = "groq/llama-3.3-70b-versatile";

let stage: Stage;
let page: Page;
/** Every request that the page sends, whoever answers it. */
const requests: URL[] = [];

beforeAll(async () => {
	stage = await openStage({ providers: ["openai", "anthropic", "groq"] });
	page = stage.page;
	stage.context.on("request", (request) => requests.push(new URL(request.url())));
});
beforeEach(() => {
	stage.sandbox.reset();
	requests.length = 0;
});
pictureOnFailure(() => page);
afterAll(() => stage?.close());

const panelOf = (model: string, on: Page = page) => on.getByRole("region", { name: `Answer of ${model}`, exact: true });
const stateOf = (panel: Locator) => panel.getByRole("status");
const chats = () => stage.sandbox.calls.filter(({ kind }) => kind === "chat");
const streams = () => requests.filter(({ pathname }) => pathname === "/trpc/testing.eventsOf").length;

/** Opens the lab with these models, writes the prompt and runs it, by keyboard. */
async function run(prompt: string, modelIds: string[]): Promise<void> {
	await page.goto(`/admin/llm-hub/testing?models=${modelIds.join(",")}`);
	await ask(prompt);
}

async function ask(prompt: string): Promise<void> {
	const box = page.getByRole("form", { name: "Prompt" }).getByRole("textbox", { name: "User" }).first();
	await box.fill(prompt);
	await page.keyboard.press("Control+Enter");
}

describe("eight models on one prompt", () => {
	it("stream side by side over one connection, and a reload or a second tab takes them up without a second call", async () => {
		const hold = createHold();
		stage.sandbox.script({ kind: "chat", text: "before and after", hold, holdAfterChunks: 1, times: 8 });
		await run("Eight at once", models);
		for (const model of models) await panelOf(model).getByText("before").waitFor();
		expect(streams()).toBe(1);
		const asked = page.getByRole("region", { name: "This test" });
		expect(await asked.getByText("Eight at once").isVisible()).toBe(true);
		await page.reload();
		for (const model of models) await panelOf(model).getByText("before").waitFor();
		expect(streams()).toBe(2);
		const tab = await stage.context.newPage();
		await tab.goto(page.url());
		hold.release();
		// A window behind another draws seldom: each is looked at in front.
		for (const on of [tab, page]) {
			await on.bringToFront();
			for (const model of models) {
				await panelOf(model, on).getByText("before and after").waitFor();
				await stateOf(panelOf(model, on)).getByText("done").waitFor();
			}
			if (on === tab) await tab.close();
		}
		expect(chats()).toHaveLength(8);
		// It can reason, its answer brought no thoughts, and its provider counts none.
		await panelOf(models[7]!).getByText("any reasoning not shown or counted").waitFor();
		expect(await violations(page)).toEqual([]);
	});

	it("show the figures that the database has", async () => {
		stage.sandbox.script({ kind: "chat", text: "counted", usage: { inputTokens: 1200, outputTokens: 340 }, times: 2 });
		await run("Count", models.slice(0, 2));
		for (const model of models.slice(0, 2)) await stateOf(panelOf(model)).getByText("done").waitFor();
		const answer = await stage.context.request.get("/api/v1/llm/test/history?limit=2");
		const { tests } = (await answer.json()) as { tests: Record<string, string | number>[] };
		for (const test of tests) {
			const shown = await panelOf(String(test.model_id)).textContent();
			expect(shown).toContain(`${Number(test.input_tokens).toLocaleString("en-US")} → ${test.output_tokens}`);
			expect(shown).toContain(`First token${Number(test.ttft_ms)} ms`);
			const cost = Number(/\$([\d.]+)/.exec(shown ?? "")?.[1]);
			expect(cost).toBeCloseTo(Number(test.cost), 5);
		}
	});

	it("stop one by one and all together; the provider sees each connection close", async () => {
		stage.sandbox.script({ kind: "chat", text: "one two three", hold: createHold(), holdAfterChunks: 1, times: 8 });
		await run("Stop them", models);
		for (const model of models) await panelOf(model).getByText("one").waitFor();
		await pressOn(panelOf(models[2]!).getByRole("button", { name: "Stop" }));
		await stateOf(panelOf(models[2]!)).getByText("stopped").waitFor();
		expect(await stateOf(panelOf(models[3]!)).textContent()).toBe("answering");
		await pressOn(page.getByRole("button", { name: "Stop all" }));
		for (const model of models) await stateOf(panelOf(model)).getByText("stopped").waitFor();
		await expect.poll(() => chats().filter(({ abortedAt }) => abortedAt !== null).length).toBe(8);
		await page.getByRole("button", { name: "Run all again" }).waitFor();
	});

	it("say of one that its provider bills to its end that it is stopped, and that its cost is still being counted", async () => {
		const hold = createHold();
		const usage = { inputTokens: 12, outputTokens: 34 };
		stage.sandbox.script({ kind: "chat", text: "one two three", hold, holdAfterChunks: 1, usage });
		await run("Stop it", [drained]);
		const panel = panelOf(drained);
		await panel.getByText("one").waitFor();
		await pressOn(panel.getByRole("button", { name: "Stop" }));
		await stateOf(panel).getByText("stopping").waitFor();
		await panel.getByText("still being counted").waitFor();
		await page.reload();
		await stateOf(panel).getByText("stopping").waitFor();
		await panel.getByText("still being counted").waitFor();
		await panel.getByText("one").waitFor();
		hold.release();
		await stateOf(panel).getByText("stopped").waitFor();
		await panel.getByText("12 → 34").waitFor();
		expect(await panel.textContent()).not.toContain("two");
	});

	it("go on when the network was cut, each where it was", async () => {
		const hold = createHold();
		stage.sandbox.script({ kind: "chat", text: "kept through the cut", hold, holdAfterChunks: 1, times: 8 });
		await run("Cut", models);
		for (const model of models) await panelOf(model).getByText("kept").waitFor();
		await stage.context.setOffline(true);
		await page.getByText("You are offline.").waitFor();
		hold.release();
		await expect.poll(() => chats().filter(({ finished }) => finished).length).toBe(8);
		await stage.context.setOffline(false);
		for (const model of models) {
			await panelOf(model).getByText("kept through the cut", { exact: true }).waitFor();
			await stateOf(panelOf(model)).getByText("done").waitFor();
		}
		expect(chats()).toHaveLength(8);
	});

	it("are found again by who signs in anew after the session ended among them", async () => {
		const hold = createHold();
		stage.sandbox.script({ kind: "chat", text: "kept through the night", hold, holdAfterChunks: 1 });
		await run("Night", [models[0]!]);
		await panelOf(models[0]!).getByText("kept").waitFor();
		await stage.context.request.post("/api/v1/auth/logout", { headers: { origin: stage.hub.url } });
		await page.waitForURL(/\/sign-in\?next=/);
		await page.getByLabel("E-mail").fill(admin.email);
		await page.getByLabel("Password", { exact: true }).fill(admin.password);
		await page.keyboard.press("Enter");
		await panelOf(models[0]!).getByText("kept").waitFor();
		hold.release();
		await stateOf(panelOf(models[0]!)).getByText("done").waitFor();
		await panelOf(models[0]!).getByText("kept through the night").waitFor();
		expect(chats()).toHaveLength(1);
	});
});

describe("without a network", () => {
	const linkTo = (name: string) => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name });
	const title = (name: string) => page.getByRole("heading", { level: 1, name });
	/** Of a page that no test of this file opened: the browser keeps the others' files. */
	const miss = async (name: string) => {
		await page.goto("/admin/llm-hub/testing");
		await page.getByRole("form", { name: "Prompt" }).waitFor();
		await stage.context.setOffline(true);
		await page.getByText("You are offline.").waitFor();
		await linkTo(name).click();
		await title("The network is gone").waitFor();
	};
	afterEach(() => stage.context.setOffline(false));

	it("a page that was not opened before is awaited, and comes by itself", async () => {
		await miss("Analytics");
		await stage.context.setOffline(false);
		await title("Analytics").waitFor();
	});

	it("one that was given up is there at the next visit", async () => {
		await miss("Providers");
		await linkTo("Testing Lab").click();
		await title("Testing Lab").waitFor();
		await stage.context.setOffline(false);
		await page.getByText("You are offline.").waitFor({ state: "hidden" });
		await linkTo("Providers").click();
		await title("Providers").waitFor();
	});
});

describe("a panel", () => {
	it("that was refused or failed keeps its place, says why and offers the one fix", async () => {
		stage.sandbox.script({ kind: "chat", fail: "rate_limited", retryAfterMs: 1, times: 3 });
		await run("Fail", ["mistral/mistral-small-latest", "openai/no-longer-there", models[0]!]);
		const noKey = panelOf("mistral/mistral-small-latest");
		await noKey.getByText("Not started, nothing spent").waitFor();
		expect(await noKey.getByRole("link", { name: "Add a key" }).getAttribute("href")).toContain("add=mistral");
		await panelOf("openai/no-longer-there").getByRole("link", { name: "Open the catalog" }).waitFor();
		const limited = panelOf(models[0]!);
		await stateOf(limited).getByText("failed").waitFor();
		stage.sandbox.script({ kind: "chat", text: "better now" });
		await pressOn(limited.getByRole("button", { name: "Run again", exact: true }));
		await limited.getByText("better now").waitFor();
		await page.reload();
		await limited.getByText("better now").waitFor();
		await noKey.getByText("Not started, nothing spent").waitFor();
	});

	it("renders Markdown and nothing that the model smuggles in", async () => {
		const text = [
			"**Bold** and [a link](https://example.com/there).",
			"![pixel](https://evil.example/pixel.png)",
			"<script>window.hacked = true</script><img src=https://evil.example/x onerror=alert(1)>",
			"[trap](javascript:alert(1))",
			'```ts\nconst answer: number = 42; // "hi"\n```',
		].join("\n\n");
		const thinker = "anthropic/claude-sonnet-4-5";
		stage.sandbox.script({ kind: "chat", reasoning: "Four and two", text });
		await run("Smuggle", [thinker]);
		const panel = panelOf(thinker);
		await stateOf(panel).getByText("done").waitFor();
		await panel.locator(".hljs-keyword").first().waitFor();
		const link = panel.getByRole("link", { name: "a link" });
		expect(await link.getAttribute("rel")).toContain("noopener");
		expect(await panel.textContent()).toContain("(example.com)");
		expect(await panel.textContent()).toContain("<script>window.hacked");
		expect(await panel.locator("img, script, [href^='javascript']").count()).toBe(0);
		expect(await page.evaluate(() => "hacked" in window)).toBe(false);
		expect(requests.filter(({ origin }) => origin !== stage.hub.url)).toEqual([]);
		await stage.context.grantPermissions(["clipboard-read", "clipboard-write"]);
		await pressOn(panel.getByRole("button", { name: "Copy the code" }));
		const copied = await page.evaluate(() => navigator.clipboard.readText());
		expect(copied).toBe('const answer: number = 42; // "hi"');
		await pressOn(panel.locator("summary"));
		await panel.getByText("Four and two").waitFor();
		await pressOn(panel.getByRole("button", { name: "Request, code and events" }));
		const raw = page.getByRole("dialog", { name: "Request, code and events" });
		await raw.getByText('"content": "Smuggle"').waitFor();
		await reach(raw.getByRole("tab", { name: "Request" }));
		await reach(raw.getByRole("tab", { name: "Events" }), "ArrowRight");
		await page.keyboard.press("Enter");
		await raw.getByText('"type":"done"').waitFor();
		await page.keyboard.press("Escape");
	});

	it("breaks no word of a wide table, and begins each paragraph on the side of its own script", async () => {
		const columns = Array.from({ length: 9 }, (_, index) => `Quarter${index}`);
		const row = (cells: string[]) => `|${cells.join("|")}|`;
		const table = [columns, columns.map(() => "---"), columns.map(() => "1,234,567.89")].map(row).join("\n");
		stage.sandbox.script({ kind: "chat", text: [table, "שלום GPT.", "Left again."].join("\n\n") });
		await run("שלום עולם.", [models[0]!]);
		const panel = panelOf(models[0]!);
		await stateOf(panel).getByText("done").waitFor();
		await page.setViewportSize({ width: 390, height: 844 });
		const lines = (of: Locator) =>
			of.evaluate((element) => {
				const range = document.createRange();
				range.selectNodeContents(element);
				return new Set([...range.getClientRects()].map(({ top }) => top)).size;
			});
		for (const words of ["Quarter4", "1,234,567.89"]) expect(await lines(panel.getByText(words).first())).toBe(1);
		expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
		/** px between the paragraph's edges and its words. */
		const gaps = (words: string) =>
			panel.getByText(words).evaluate((element) => {
				const range = document.createRange();
				range.selectNodeContents(element);
				const [outer, inner] = [element.getBoundingClientRect(), range.getBoundingClientRect()];
				return { left: Math.round(inner.left - outer.left), right: Math.round(outer.right - inner.right) };
			});
		expect((await gaps("שלום GPT.")).right).toBe(0);
		expect((await gaps("Left again.")).left).toBe(0);
		const prompt = page.getByRole("region", { name: "This test" }).getByText("שלום עולם.");
		const [first, last] = await prompt.evaluate((element) =>
			[0, 9].map((at) => {
				const range = document.createRange();
				range.setStart(element.firstChild!, at);
				range.setEnd(element.firstChild!, at + 1);
				return range.getBoundingClientRect().left;
			}),
		);
		expect(last).toBeLessThan(first!);
		await page.setViewportSize({ width: 1440, height: 900 });
	});

	it("can have the whole place, by keyboard, and gives it back", async () => {
		await run("Room", models.slice(0, 3));
		const panel = panelOf(models[1]!);
		await stateOf(panel).getByText("done").waitFor();
		await pressOn(panel.getByRole("button", { name: "Give this panel the whole place" }));
		await panelOf(models[0]!).waitFor({ state: "hidden" });
		// The address follows a moment later, and others open it.
		await page.waitForURL(({ searchParams }) => searchParams.get("panel") === "1");
		// The window holds all of the page.
		expect(await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)).toBe(0);
		await page.keyboard.press("Escape");
		await panelOf(models[0]!).waitFor();
		await page.waitForURL(({ searchParams }) => !searchParams.has("panel"));
	});

	it("is one of several to swipe through on a phone, in the dark as well", async () => {
		const phone = await stage.context.newPage();
		await phone.setViewportSize({ width: 390, height: 844 });
		await phone.emulateMedia({ colorScheme: "dark" });
		await phone.goto(page.url());
		await stateOf(panelOf(models[0]!, phone)).getByText("done").waitFor();
		const overflow = () => phone.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
		await expect.poll(overflow).toBeLessThanOrEqual(0);
		await phone.getByRole("navigation", { name: "Answers" }).getByRole("button", { name: "gpt-4.1-nano" }).click();
		await expect.poll(async () => (await panelOf(models[2]!, phone).boundingBox())?.x ?? 999).toBeLessThan(30);
		expect(await violations(phone)).toEqual([]);
		await phone.setViewportSize({ width: 320, height: 844 });
		const title = await phone.getByRole("heading", { level: 1 }).boundingBox();
		const [first] = await phone.getByRole("main").getByRole("link", { name: "Suites" }).all();
		expect(title!.x + title!.width).toBeLessThan((await first!.boundingBox())!.x);
		await phone.close();
	});
});

describe("a blind test", () => {
	it("tells no name, figure or order until the vote, then shows them and ranks the models", async () => {
		const two = models.slice(0, 2);
		stage.sandbox.script([
			{ kind: "chat", text: "an answer", times: 1 },
			{ kind: "chat", text: "another answer", times: 1 },
		]);
		await page.goto(`/admin/llm-hub/testing?models=${two.join(",")}`);
		const blind = page.getByRole("switch", { name: /^Blind/ });
		await pressOn(blind, "Space");
		expect(await blind.isChecked()).toBe(true);
		await ask("Which is better?");
		await stateOf(page.getByRole("region", { name: "Answer A", exact: true }))
			.getByText("done")
			.waitFor();
		await stateOf(page.getByRole("region", { name: "Answer B", exact: true }))
			.getByText("done")
			.waitFor();
		const panels = page.getByRole("region", { name: /^Answer [AB]$/ });
		const markup = (await panels.evaluateAll((found) => found.map(({ outerHTML }) => outerHTML))).join("");
		expect(markup).not.toMatch(/gpt|openai|tok\/s|\$/i);
		expect(new URL(page.url()).searchParams.get("test")).toMatch(/^[0-9a-f-]{36}$/);
		await pressOn(page.getByRole("button", { name: "Metrics" }));
		await page.getByRole("dialog").getByText("Hidden until you vote").waitFor();
		await page.keyboard.press("Escape");
		expect(await violations(page)).toEqual([]);
		await pressOn(page.getByRole("button", { name: "B is best" }));
		const said = await page.getByText(/You found .* best/).textContent();
		const winner = two.find((model) => said?.includes(`${model} best`))!;
		for (const model of two) await panelOf(model).getByText("computed").waitFor();
		await page.reload();
		await page.getByText(`You found ${winner} best`).waitFor();
		await pressOn(page.getByRole("button", { name: "Metrics" }));
		await reach(page.getByRole("tab", { name: "This test" }));
		await reach(page.getByRole("tab", { name: "Leaderboard" }), "ArrowRight");
		await page.keyboard.press("Enter");
		const row = page.getByRole("table", { name: "Leaderboard" }).getByRole("row", { name: new RegExp(`^${winner} `) });
		await row.getByRole("cell", { name: "100 % (21 % to 100 %)" }).waitFor();
		await page.getByRole("tab", { name: "This test" }).click();
		const figures = page.getByRole("table", { name: "Figures of this test" });
		await expect.poll(() => figures.getByRole("row").count()).toBe(3);
		await page.locator("figure svg").first().waitFor();
		await page.emulateMedia({ colorScheme: "dark" });
		expect(await violations(page)).toEqual([]);
		await page.emulateMedia({ colorScheme: "light" });
		await page.keyboard.press("Escape");
	});
});
