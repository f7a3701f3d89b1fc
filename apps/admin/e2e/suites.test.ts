import { createHold } from "@llm-hub/sandbox";
import { afterAll, beforeAll, expect, it } from "vitest";
import { violations } from "./axe.ts";
import { lookClosely, openStage, pickFrom, pictureOnFailure, pressOn, reach, type Stage, typeInto } from "./stage.ts";

const gpt = "openai/gpt-4o-mini";
const claude = "anthropic/claude-haiku-4-5";
const lab = "/admin/llm-hub/testing";
const bo = { email: "bo@example.com", password: "a long enough password" };

let stage: Stage;
let templateId: string;
beforeAll(async () => {
	stage = await openStage({ providers: ["openai", "anthropic"], sandbox: { ttftMs: 120 } });
	const headers = { origin: stage.hub.url };
	const data = { ...bo, name: "Bo", role: "user", tier: "professional" };
	const made = await stage.context.request.post("/api/v1/admin/users", { data, headers });
	expect(made.status()).toBe(200);
});
afterAll(() => stage?.close());
pictureOnFailure(() => stage.page);

const clean = { light: [], dark: [], overflow: 0 };

it("writes a template with a numeric check by keyboard alone, and tries the check on a text", async () => {
	const { page } = stage;
	await page.goto(`${lab}/templates`);
	const { keyboard } = page;
	await page.getByRole("button", { name: "New template" }).focus();
	await keyboard.press("Enter");
	const dialog = page.getByRole("dialog", { name: "New template" });
	await dialog.getByRole("textbox", { name: "Name" }).waitFor();
	await keyboard.press("Enter");
	await dialog.getByText("Give it a name.").waitFor();
	await keyboard.type("Boxes");
	await keyboard.press("Tab");
	await keyboard.type("sums");
	await keyboard.press("Tab");
	await keyboard.press("Tab");
	await keyboard.press("Tab");
	await keyboard.type("How many are 6 boxes of 7?");
	await keyboard.press("Tab");
	await keyboard.press("Enter");
	const check = dialog.getByRole("group", { name: "Check 1" });
	await check.getByRole("combobox", { name: "The answer" }).focus();
	await keyboard.press("Enter");
	await page.getByRole("listbox").waitFor();
	await keyboard.press("End");
	await keyboard.press("Enter");
	await page.getByRole("listbox").waitFor({ state: "hidden" });
	await check.getByRole("textbox", { name: "Number" }).focus();
	await keyboard.type("42");
	await keyboard.press("Tab");
	await keyboard.press("Control+A");
	await keyboard.type("0.5");
	await dialog.getByLabel("Try them on a text").focus();
	await keyboard.type("It is 41");
	await keyboard.press("Tab");
	await keyboard.press("Enter");
	await dialog.getByText("failed: last number is 42 ± 0.5, here: 41").waitFor();
	expect(await lookClosely(page)).toEqual(clean);
	await dialog.getByRole("button", { name: "Save" }).focus();
	await keyboard.press("Enter");
	await page.getByRole("region", { name: "sums" }).getByRole("link", { name: "Boxes" }).waitFor();
});

it("shares it, so that a colleague's link opens it in the lab, and takes a deletion back", async () => {
	const { page } = stage;
	const act = (action: string) =>
		pickFrom(
			page.getByRole("button", { name: "Actions of Boxes" }),
			page.getByRole("menuitem", { name: action, exact: true }),
		);
	const { result } = await (await page.request.get("/trpc/testing.templates.list")).json();
	templateId = result.data.find(({ name }: { name: string }) => name === "Boxes").id;
	const colleague = await stage.visit(bo);
	await colleague.goto(`${lab}?template=${templateId}`);
	await colleague.getByText("This template is gone, or nobody shared it with you.").waitFor();
	await act("Share");
	await page.getByText("yours, shared").waitFor();
	await colleague.goto(`${lab}?template=${templateId}`);
	await colleague.getByRole("form", { name: "Prompt" }).getByText("How many are 6 boxes of 7?").waitFor();
	await colleague.context().close();
	await act("Delete");
	await page.getByRole("link", { name: "Boxes" }).waitFor({ state: "hidden" });
	await page.getByRole("button", { name: "Undo" }).waitFor();
	await page.keyboard.press("Control+Z");
	await page.getByRole("link", { name: "Boxes" }).waitFor();
	await page.getByRole("searchbox", { name: "Search templates" }).fill("boxes");
	await expect.poll(() => page.getByRole("listitem").filter({ hasText: "built-in" }).count()).toBe(0);
});

it("runs a suite whose cost and cells are said before, goes on through a reload, and shows the API's figures", async () => {
	const { page } = stage;
	await page.goto(`${lab}/suites`);
	await page.getByText("No suite yet").waitFor();
	const prompt = { name: "Blanks", category: "sums", prompt: "Say {{word}} to {{person}}, {{place}}" };
	const { result: blanks } = await (await page.request.post("/trpc/testing.templates.create", { data: prompt })).json();
	await page.goto(`${lab}/suites/new?templates=${blanks.data.id}&models=${gpt}`);
	const variables = page.getByRole("group", { name: "Variables of Blanks" });
	await typeInto(variables.getByRole("textbox", { name: "person" }), "Ada");
	await pressOn(page.getByRole("button", { name: "Start the suite" }));
	for (const name of ["word", "place"]) {
		await variables.getByText(`Fill in ${name}.`).waitFor();
		expect(await variables.getByRole("textbox", { name }).getAttribute("aria-invalid")).toBe("true");
	}
	expect(await variables.getByRole("textbox", { name: "person" }).getAttribute("aria-invalid")).toBe("false");
	await page.goto(`${lab}/suites/new?templates=${templateId},write-poem&models=${gpt},${claude}`);
	const form = page.getByRole("form", { name: "New suite" });
	await form.getByRole("spinbutton", { name: "Repeats" }).fill("2");
	await form.getByRole("spinbutton", { name: "At once" }).fill("1");
	const estimate = form.getByRole("group", { name: "Estimate" });
	await estimate.getByText("8 runs").waitFor();
	await estimate
		.getByText(/\$[\d.]+ to \$[\d.]+/)
		.first()
		.waitFor();
	const cap = form.getByRole("textbox", { name: "Cost cap in USD" });
	await cap.fill("0.000001");
	await form.getByRole("button", { name: "Start the suite" }).click();
	await form
		.getByText(/A single run may cost up to/)
		.first()
		.waitFor();
	await cap.fill("2");
	await form.getByRole("textbox", { name: "Name" }).fill("Which one");
	expect(await lookClosely(page)).toEqual(clean);
	stage.sandbox.script([
		{ provider: "anthropic", kind: "chat", text: "That is 42", times: 4 },
		{ provider: "openai", kind: "chat", text: "That is 40", times: 4 },
	]);
	await form.getByRole("button", { name: "Start the suite" }).click();
	const progress = page.getByRole("region", { name: "Progress" });
	await progress.waitFor();
	await page.reload();
	await progress.getByText("8 / 8").waitFor();
	await progress.getByText("done", { exact: true }).waitFor();
	expect(stage.sandbox.calls.filter(({ kind }) => kind === "chat")).toHaveLength(8);

	const suiteId = new URL(page.url()).pathname.split("/").at(-1);
	const input = encodeURIComponent(JSON.stringify({ suiteId }));
	const { result } = await (await page.request.get(`/trpc/testing.suites.byId?input=${input}`)).json();
	const best = result.data.matrix.models.find(({ modelId }: { modelId: string }) => modelId === claude);
	expect(best).toMatchObject({ judged: 2, passed: 2, unpriced: 0 });
	const rows = page.getByRole("table", { name: "Matrix" }).getByRole("row");
	const first = rows.nth(1).filter({ hasText: claude });
	const words = () => first.textContent();
	await expect.poll(words).toContain(`100 % (${Math.round(best.passRate.low * 100)} to 100 %)`);
	await expect.poll(words).toContain(`$${Number(Number(best.costPerPassUsd).toPrecision(3))}`);
	await expect.poll(() => rows.nth(2).textContent()).toContain("no pass");
});

it("opens a cell's runs with their checks, and records a decision that the model's page links to", async () => {
	const { page } = stage;
	await pressOn(page.getByRole("button", { name: `Boxes on ${gpt}` }));
	const runs = page.getByRole("dialog", { name: `Boxes on ${gpt}` });
	await runs.getByText("failed: last number is 42 ± 0.5, here: 40").first().waitFor();
	await expect.poll(() => runs.getByRole("region", { name: /^Run/ }).count()).toBe(2);
	await page.keyboard.press("Escape");
	await pressOn(page.getByRole("button", { name: `Decide… about ${claude}` }));
	const dialog = page.getByRole("dialog", { name: `Decide about ${claude}` });
	await reach(dialog.getByRole("radio", { name: "Recommend it" }));
	await reach(dialog.getByRole("radio", { name: "Let an alias mean it" }), "ArrowDown");
	await pressOn(dialog.getByRole("button", { name: "Record" }));
	await dialog.getByText("Name the alias.").waitFor();
	await page.keyboard.type("counter");
	await typeInto(dialog.getByRole("textbox", { name: "Note" }), "It counts.");
	await pressOn(dialog.getByRole("button", { name: "Record" }));
	await page.getByRole("region", { name: "Decisions" }).getByText(`counter means ${claude}`).waitFor();
	expect(await lookClosely(page)).toEqual(clean);
	await page.goto(`/admin/llm-hub/catalog/${claude}`);
	await page.getByRole("link", { name: "Which one" }).click();
	await page.getByRole("heading", { name: "Which one" }).waitFor();
});

it("is made of the lab's prompt with its values, stops at its cap, goes on with a higher one, is cancelled, goes on, repeats what has no answer and is deleted: by keyboard alone", async () => {
	const { page, sandbox } = stage;
	const { keyboard } = page;
	const hold = createHold();
	const usage = { inputTokens: 20, outputTokens: 1_000 };
	const chat = { provider: "openai", kind: "chat", text: "That is 42", usage } as const;
	sandbox.script([
		chat,
		{ ...chat, hold, holdAfterChunks: 1 },
		{ ...chat, fail: "bad_request" },
		{ ...chat, times: 3 },
	]);
	const before = sandbox.calls.length;
	await page.goto(`${lab}?models=${gpt}`);
	const prompt = page.getByRole("form", { name: "Prompt" });
	await prompt.locator(".cm-content").first().waitFor();
	await typeInto(prompt.getByRole("textbox", { name: "User message" }), "How many are {{count}} boxes of 7?");
	await keyboard.press("Escape");
	await typeInto(prompt.getByRole("textbox", { name: "count" }), "6");
	await typeInto(prompt.getByRole("spinbutton", { name: "Temperature" }), "0.1");
	await keyboard.press("Shift+Tab");
	await reach(prompt.getByRole("button", { name: "Templates" }), "Shift+Tab");
	await pickFrom(
		prompt.getByRole("button", { name: "Templates" }),
		page.getByRole("menuitem", { name: "Make a suite of this prompt…" }),
	);
	const template = page.getByRole("dialog", { name: "New template" });
	await template.getByText("temperature 0.1").waitFor();
	await typeInto(template.getByRole("textbox", { name: "Name" }), "Some boxes");
	await typeInto(template.getByLabel("Category"), "sums");
	await pressOn(template.getByRole("button", { name: "Add a check" }));
	await typeInto(template.getByRole("textbox", { name: "Text", exact: true }), "42");
	await pressOn(template.getByRole("button", { name: "Save and go on" }));

	const form = page.getByRole("form", { name: "New suite" });
	await form.getByRole("checkbox", { name: /Some boxes/, checked: true }).waitFor();
	await expect.poll(() => form.getByRole("textbox", { name: "count" }).inputValue()).toBe("6");
	await expect.poll(() => form.getByRole("spinbutton", { name: "Temperature" }).inputValue()).toBe("0.1");
	await typeInto(form.getByRole("spinbutton", { name: "Repeats" }), "4");
	await typeInto(form.getByRole("spinbutton", { name: "At once" }), "1");
	await typeInto(form.getByRole("textbox", { name: "Name" }), "In steps");
	await typeInto(form.getByRole("textbox", { name: "Cost cap in USD" }), "0.0009");
	await pressOn(form.getByRole("button", { name: "Start the suite" }));
	const progress = page.getByRole("region", { name: "Progress" });
	await progress.getByText("cap reached").waitFor();
	await progress.getByText("3 runs did not begin").waitFor();

	await pressOn(page.getByRole("button", { name: "Go on" }));
	const raise = page.getByRole("dialog", { name: "Raise the cap and go on" });
	const cap = raise.getByRole("textbox", { name: "New cap in USD" });
	for (const [typed, said] of [
		["0.0009", "Give more than $0.0009."],
		["0,5", "Must be an amount in USD, such as 0.05."],
	] as const) {
		await typeInto(cap, typed);
		await keyboard.press("Enter");
		await raise.getByText(said).waitFor();
		await expect.poll(() => cap.getAttribute("aria-invalid")).toBe("true");
	}
	await typeInto(cap, "$0.05");
	await keyboard.press("Enter");
	await hold.reached;

	await pressOn(page.getByRole("button", { name: "Cancel", exact: true }));
	await pressOn(
		page.getByRole("dialog", { name: "Cancel the suite?" }).getByRole("button", { name: "Cancel the suite" }),
	);
	await progress.getByText("cancelled", { exact: true }).waitFor();
	await progress.getByText("1 stopped · 2 not run").waitFor();
	hold.release();
	expect(await page.getByRole("button", { name: /^Repeat/ }).count()).toBe(0);

	await pressOn(page.getByRole("button", { name: "Go on" }));
	await progress.getByText("done, 1 failed, 1 stopped").waitFor();
	await pressOn(page.getByRole("button", { name: "Repeat 1 failed, 1 stopped" }));
	await progress.getByText("done", { exact: true }).waitFor();
	await page
		.getByRole("button", { name: `Some boxes on ${gpt}` })
		.getByText("4 of 4 passed")
		.waitFor();
	const calls = sandbox.calls.slice(before).filter(({ kind }) => kind === "chat");
	expect(calls).toHaveLength(6);
	expect(calls[0]?.body).toMatchObject({ temperature: 0.1, messages: [{ content: "How many are 6 boxes of 7?" }] });

	await pressOn(page.getByRole("button", { name: "Delete the suite" }));
	await pressOn(page.getByRole("dialog", { name: "Delete “In steps”?" }).getByRole("button", { name: "Delete" }));
	await page.getByRole("link", { name: "Which one" }).waitFor();
	expect(await page.getByRole("link", { name: "In steps" }).count()).toBe(0);
});

it("says of a suite that used a quota up what did not run and what would change it, and goes on when there is room", async () => {
	const { request } = stage.page;
	const headers = { origin: stage.hub.url };
	const { tiers } = await (await request.get("/api/v1/admin/tiers")).json();
	const [trial] = tiers;
	const three = { ...trial, code: "three", name: "Three", tests_per_month: 3 };
	expect((await request.put("/api/v1/admin/tiers", { data: { tiers: [...tiers, three] }, headers })).ok()).toBe(true);
	const { rules, version } = await (await request.get("/api/v1/admin/rules")).json();
	const all = { ...rules[0], tier_code: "three", model_pattern: "*", allowed: true, max_requests_per_day: null };
	expect((await request.put("/api/v1/admin/rules", { data: { rules: [...rules, all], version }, headers })).ok()).toBe(
		true,
	);
	const { users } = await (await request.get("/api/v1/admin/users")).json();
	const person = users.find(({ email }: { email: string }) => email === bo.email);
	const moveTo = async (tier: string) =>
		expect((await request.patch(`/api/v1/admin/users/${person.id}`, { data: { tier }, headers })).ok()).toBe(true);
	await moveTo("three");

	const page = await stage.visit(bo);
	await page.goto(`${lab}/suites/new?templates=${templateId}&models=${gpt}`);
	const form = page.getByRole("form", { name: "New suite" });
	await typeInto(form.getByRole("spinbutton", { name: "Repeats" }), "5");
	await pressOn(form.getByRole("button", { name: "Start the suite" }));
	const progress = page.getByRole("region", { name: "Progress" });
	await progress.getByText("quota used up").waitFor();
	await progress.getByText(/2 runs did not begin/).waitFor();
	await progress.getByText(/The 3 runs a month of tier Three are used up/).waitFor();
	await progress.getByText("An admin can move you to a larger tier.").waitFor();
	const cell = page.getByRole("button", { name: `Boxes on ${gpt}` });
	await cell.getByText("2 not run").waitFor();
	expect(await violations(page)).toEqual([]);

	await moveTo("enterprise");
	await pressOn(page.getByRole("button", { name: "Go on" }));
	await progress.getByText("done", { exact: true }).waitFor();
	await cell.getByText(/of 5 passed/).waitFor();
	await page.context().close();
});
