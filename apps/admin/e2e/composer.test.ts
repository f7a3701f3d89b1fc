import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { violations } from "./axe.ts";
import { dot, image, readingOn } from "./reading-images.ts";
import { lookClosely, openStage, pickFrom, pictureOnFailure, pressOn, reach, type Stage, typeInto } from "./stage.ts";

const gpt = "openai/gpt-4o-mini";
const claude = "anthropic/claude-sonnet-4-5";
const reasoner = "openai/o3";
const lab = "/admin/llm-hub/testing";

let stage: Stage;
beforeAll(async () => {
	stage = await openStage({ providers: ["openai", "anthropic"] });
});
afterAll(() => stage?.close());
pictureOnFailure(() => stage.page);

const composer = () => stage.page.getByRole("form", { name: "Prompt" });
const field = (name: string) => composer().getByRole("textbox", { name, exact: true });
const button = (name: string | RegExp) => composer().getByRole("button", { name });
const alert = (words: string | RegExp) => composer().getByRole("alert").getByText(words);
const chats = () => stage.sandbox.calls.filter(({ kind }) => kind === "chat");
const bodyOf = (provider: string) =>
	chats().find((call) => call.provider === provider)?.body as Record<string, unknown>;
const runByKeys = () => stage.page.keyboard.press("Control+Enter");
/** The editors take the place of plain fields when they are here. */
const editorsReady = () => composer().locator(".cm-content").first().waitFor();
const estimate = async (body: object) => {
	const answer = await stage.page.request.post("/trpc/testing.estimate", { data: body });
	return (await answer.json()).result.data;
};

it("picks models by keyboard from all that there are, with the reason beside what cannot be used", async () => {
	const { page } = stage;
	await page.goto(lab);
	const picker = composer().getByRole("combobox", { name: "Models" });
	await picker.focus();
	await page.keyboard.press("ArrowDown");
	const list = page.getByRole("listbox", { name: "Models" });
	await list.getByRole("option").first().waitFor();
	// Of more than a thousand only those in sight are drawn.
	const size = Number(await list.getByRole("option").first().getAttribute("aria-setsize"));
	expect(size).toBeGreaterThan(700);
	expect(await list.getByRole("option").count()).toBeLessThan(30);
	await page.keyboard.type("mistral large");
	const closed = list.getByRole("option", { name: /no key for this provider/ }).first();
	await closed.waitFor();
	expect(await closed.getAttribute("aria-disabled")).toBe("true");
	await page.keyboard.press("Enter");
	expect(await button(/mistral/).count()).toBe(0);
	// What a key takes is the first of what is listed, and the list comes a moment after the words.
	const firstListed = (model: string) =>
		expect.poll(() => list.getByRole("option").first().textContent()).toContain(model);
	for (const model of [gpt, claude, reasoner]) {
		await picker.fill(model);
		await firstListed(model);
		await page.keyboard.press("Enter");
		await button(model).waitFor();
	}
	await picker.fill(gpt);
	await firstListed(gpt);
	await page.keyboard.press("Alt+KeyS");
	await picker.fill("");
	await list.getByText("Favourites").waitFor();
	expect(await list.getByRole("option").first().textContent()).toContain(gpt);
	expect(await violations(page)).toEqual([]);
	await page.keyboard.press("Escape");
	await list.waitFor({ state: "hidden" });
	await reach(button(reasoner), "Shift+Tab");
	await page.keyboard.press("Delete");
	await button(reasoner).waitFor({ state: "detached" });
	await page.waitForURL(/models=openai/);
});

it("blocks a run whose variable is empty, at its field, and sends what was filled in", async () => {
	const { page } = stage;
	await editorsReady();
	await pressOn(button("System message"));
	await expect.poll(() => field("System message").evaluate((element) => element === document.activeElement)).toBe(true);
	await page.keyboard.type("You are {{who}}.");
	await field("User message").fill("# Task\nExplain **{{topic}}** to {{who}}.");
	const variables = composer().getByRole("group", { name: "Variables" });
	await variables.getByRole("textbox", { name: "who" }).fill("a child");
	await variables.getByRole("textbox", { name: "topic" }).focus();
	await runByKeys();
	await variables.getByText("Say what stands for {{topic}}.").waitFor();
	expect(chats()).toEqual([]);
	await page.keyboard.type("rain");
	await pressOn(button("Preview"));
	expect(await composer().getByRole("group", { name: "User message 1" }).locator("strong").textContent()).toBe(
		"{{topic}}",
	);
	await button("Preview").click();
	await runByKeys();
	await page
		.getByRole("region", { name: `Answer of ${claude}` })
		.getByText("done")
		.waitFor();
	await page
		.getByRole("region", { name: `Answer of ${gpt}` })
		.getByText("done")
		.waitFor();
	expect(bodyOf("openai").messages).toEqual([
		{ role: "system", content: "You are a child." },
		{ role: "user", content: "# Task\nExplain **rain** to a child." },
	]);
	expect(bodyOf("anthropic")).toMatchObject({ system: "You are a child." });
});

it("shows tokens and cost before the run as the API estimates them, by model and in all", async () => {
	const messages = [
		{ role: "system", content: "You are a child." },
		{ role: "user", content: "# Task\nExplain **rain** to a child." },
	];
	const parameters = { temperature: 0.7, maxTokens: 1000, topP: 1 };
	const { models, lowUsd, highUsd } = await estimate({ modelIds: [gpt, claude], messages, parameters });
	const shown = composer().getByRole("group", { name: "Estimate" });
	const usd = (amount: string) =>
		Number(amount)
			.toPrecision(3)
			.replace(/\.?0+$/, "");
	await shown.getByText(`${models[0].inputTokens} tokens in · $${usd(lowUsd)} to $${usd(highUsd)}`).waitFor();
	await pressOn(shown.getByRole("button"));
	const rows = shown.getByRole("list", { name: "Estimate by model" }).getByRole("listitem");
	await expect.poll(() => rows.nth(1).textContent()).toContain(`to $${usd(models[1].highUsd)}`);
	await shown.getByRole("button").click();
});

it("refuses a cap below the least cost at its field, and obeys one that can be kept", async () => {
	stage.sandbox.reset();
	const cap = field("Cost cap in USD");
	await cap.fill("0.00001");
	await runByKeys();
	await composer().getByText(`${claude} needs at least $`).first().waitFor();
	await expect.poll(() => cap.getAttribute("aria-invalid")).toBe("true");
	expect(chats()).toEqual([]);
	await cap.fill("0.001");
	const effect = composer().getByText(/leaves \d+ tokens? for the answer/);
	await effect.waitFor();
	await runByKeys();
	await expect.poll(() => chats().length).toBe(2);
	const limit = Number(bodyOf("anthropic").max_tokens);
	expect(limit).toBeLessThan(70);
	expect(await effect.textContent()).toBe(`leaves ${limit} tokens for the answer`);
	await cap.fill("");
});

it("says what is wrong with a schema and tools at their fields, sends them right, and shows the call", async () => {
	const { page } = stage;
	stage.sandbox.reset();
	await page.goto(`${lab}?models=${gpt}`);
	await editorsReady();
	await pressOn(button(/More parameters/));
	await field("JSON schema of the answer").fill('{"type":"text"}');
	await field("Tools").fill('[{"name":"weather"');
	await runByKeys();
	await alert(/type: Must be one of object, array/).waitFor();
	await alert(/This is not JSON/).waitFor();
	expect(chats()).toEqual([]);
	await field("JSON schema of the answer").fill("");
	await field("Tools").fill('[{"name":"weather","parameters":{"type":"object"}}]');
	await field("Stop sequences").fill("END");
	await composer().getByRole("spinbutton", { name: "Seed" }).fill("7");
	stage.sandbox.script({ kind: "chat", toolCall: { name: "weather", arguments: { city: "Paris" } } });
	await runByKeys();
	const calls = page.getByRole("region", { name: "Tool calls" });
	await calls.getByText('"city": "Paris"').waitFor();
	expect(bodyOf("openai")).toMatchObject({ seed: 7, stop: ["END"], tools: [{ function: { name: "weather" } }] });
	await page.goto(`${lab}?models=${reasoner}`);
	await composer().getByText("OpenAI takes no temperature for this model: it is not sent.").waitFor();
});

it("takes images where a model reads them, refuses other files in words, and says that a draft keeps none", async () => {
	const { page } = stage;
	stage.sandbox.reset();
	await page.goto(`${lab}?models=${gpt}`);
	await editorsReady();
	await field("Tools").waitFor({ state: "hidden" });
	const chooser = page.waitForEvent("filechooser");
	await pressOn(composer().getByRole("button", { name: "Add images" }).first());
	const files = await chooser;
	await files.setFiles({
		name: "notes.png",
		mimeType: "image/png",
		buffer: Buffer.from("%PDF-1.7 no picture at all"),
	});
	await alert("notes.png is not a PNG, JPEG, WebP or GIF image.").waitFor();
	const reading = readingOn(page);
	const message = (name: string) => composer().getByRole("group", { name, exact: true });
	// An image stays with the message that it was added to, and goes with it.
	await pressOn(button("Assistant turn"));
	await pressOn(button("User turn"));
	const otherChooser = page.waitForEvent("filechooser");
	await pressOn(message("User message 3").getByRole("button", { name: "Add images" }));
	const otherFiles = await otherChooser;
	await reading.begin(otherFiles);
	await pressOn(button("Remove message 2"));
	await reading.end();
	await message("User message 2").getByRole("img", { name: "To send, 1 of 1" }).waitFor();
	await reading.begin(otherFiles);
	await pressOn(button("Remove message 2"));
	// Nothing is left to wait for.
	await reading.isFree();
	await reading.goOn();
	expect(await reading.imagesToSend()).toBe(0);
	// What is added meanwhile counts beside what is still being read; what is no more to be read is named.
	await reading.begin(files);
	await files.setFiles(image("other.png"));
	await composer().getByRole("img", { name: "To send, 1 of 1" }).waitFor();
	await composer().getByRole("status").getByText("Reading 1 file").waitFor();
	await reading.end();
	await composer().getByRole("img", { name: "To send, 2 of 2" }).waitFor();
	await pressOn(button("Remove image 2"));
	await pressOn(button("Remove image 1"));
	const folder = await mkdtemp(join(tmpdir(), "llm-hub-image-"));
	const path = join(folder, "gone.png");
	await writeFile(path, image("gone.png").buffer);
	await reading.begin(files, path);
	await rm(folder, { recursive: true });
	await reading.end();
	await alert("gone.png could not be read. Add it again.").waitFor();
	expect(await reading.imagesToSend()).toBe(0);
	// A run waits for a file that is still being read.
	await reading.begin(files);
	await runByKeys();
	await reading.end();
	await composer().getByRole("img", { name: "To send, 1 of 1" }).waitFor();
	expect(chats()).toEqual([]);
	await runByKeys();
	await page
		.getByRole("region", { name: `Answer of ${gpt}` })
		.getByText("done")
		.waitFor();
	expect(chats().length).toBe(1);
	expect(JSON.stringify(bodyOf("openai").messages)).toContain(`data:image/png;base64,${dot}`);
	await page.reload();
	await composer().getByText("An image of your last draft was not kept. Add it again.").waitFor();
	await editorsReady();
	const newChooser = page.waitForEvent("filechooser");
	await pressOn(button("Add images"));
	await reading.begin(await newChooser);
	await pressOn(button("Clear"));
	await page.getByRole("button", { name: "Undo" }).waitFor();
	await reading.isFree();
	await reading.goOn();
	expect(await reading.imagesToSend()).toBe(0);
	await page.goto(`${lab}?models=openai/gpt-3.5-turbo`);
	await composer().getByRole("button", { name: "Add images", disabled: true }).waitFor();
});

it("says that a prompt of 1 MB is too long, clears with a way back, and keeps presets", async () => {
	const { page } = stage;
	stage.sandbox.reset();
	await editorsReady();
	// By the editor's own commands: where Chromium itself replaces coloured text, it writes style attributes, which the policy refuses.
	await field("User message").press("ControlOrMeta+a");
	await field("User message").press("Backspace");
	await field("User message").fill("x ".repeat(500_000));
	await runByKeys();
	await alert("A message may have at most 800,000 characters.").waitFor();
	expect(chats()).toEqual([]);
	await field("User message").fill("Short again");
	await pressOn(button("Clear"));
	await expect.poll(() => field("User message").textContent()).not.toContain("Short again");
	await page.getByRole("button", { name: "Undo" }).waitFor();
	await page.keyboard.press("Control+Z");
	await expect.poll(() => field("User message").textContent()).toContain("Short again");
	const pick = (name: RegExp | string) => pickFrom(button("Presets"), page.getByRole("menuitem", { name }));
	await pick(/Creative/);
	const temperature = composer().getByRole("spinbutton", { name: "Temperature" });
	await expect.poll(() => temperature.inputValue()).toBe("1.2");
	await pick("Save these parameters…");
	await typeInto(page.getByRole("dialog").getByLabel("Name"), "Wild");
	await page.keyboard.press("Enter");
	await pick(/Precise/);
	await expect.poll(() => temperature.inputValue()).toBe("0");
	await pick(/Wild.*yours/);
	await expect.poll(() => temperature.inputValue()).toBe("1.2");
});

it("is accessible in both themes and fits a phone", async () => {
	const { page } = stage;
	await page.goto(`${lab}?models=${gpt},${claude}`);
	await editorsReady();
	await pressOn(button(/More parameters/));
	await field("Tools").waitFor();
	await field("User message").fill(`Explain {{${"a_long_name".repeat(6)}}}.`);
	await runByKeys();
	await composer().getByText("Say what stands for").waitFor();
	expect(await lookClosely(page)).toEqual({ light: [], dark: [], overflow: 0 });
});
