import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { lookClosely, openStage, pictureOnFailure, press, pressOn, reach, type Stage, typeInto } from "./stage.ts";

const clean = { light: [], dark: [], overflow: 0 };
const bo = { email: "bo@example.com", password: "a long enough pass phrase" };
const model = "openai/gpt-4o-mini";

let stage: Stage;
let page: Page;
let his: Page;
beforeAll(async () => {
	stage = await openStage({ providers: ["openai"] });
	page = stage.page;
	const headers = { origin: stage.hub.url };
	const data = { ...bo, name: "Bo", role: "user", tier: "trial" };
	const made = await stage.context.request.post("/api/v1/admin/users", { data, headers });
	expect(made.status()).toBe(200);
	his = await stage.visit(bo);
});
afterAll(() => stage.close());
pictureOnFailure(() => page);

const dialog = (on: Page, name: string | RegExp) => on.getByRole("dialog", { name });
const testButton = () => his.getByRole("link", { name: "Test this model" });
/** Opens the model's sheet anew, and waits for what it says of access. */
async function openModel(saying: "allowed" | "not allowed") {
	await his.goto(`/admin/llm-hub/catalog/${model}`);
	if (saying === "not allowed") await his.getByText("Not allowed").waitFor();
	const isClosed = async () => (await testButton().getAttribute("aria-disabled")) === "true";
	await expect.poll(isClosed).toBe(saying === "not allowed");
}

/** Where the keyboard is: the name or the words of what has the focus; nothing when it was lost to the page's top. */
const focused = (on: Page) =>
	on.evaluate(() => {
		const { activeElement: at } = document;
		return at === document.body ? "" : (at?.getAttribute("aria-label") ?? at?.textContent);
	});

it("an admin adds a user by keyboard alone, and is back where they began", async () => {
	await page.goto("/admin/users");
	await pressOn(page.getByRole("button", { name: "Add user" }));
	const adding = dialog(page, "Add a user");
	await typeInto(adding.getByLabel("E-mail"), "not an address");
	await page.keyboard.press("Enter");
	await adding.locator("[aria-invalid=true]").waitFor();
	await typeInto(adding.getByLabel("E-mail"), "cy@example.com");
	await reach(adding.getByLabel("Role"));
	await page.keyboard.type("viewer");
	await adding.getByRole("option", { name: "Professional" }).waitFor({ state: "attached" });
	await reach(adding.getByLabel("Tier"));
	await page.keyboard.type("Professional");
	await pressOn(adding.getByRole("button", { name: "Add user" }));
	await page.getByText("cy@example.com may sign in now.").waitFor();
	await adding.waitFor({ state: "detached" });
	await expect.poll(() => focused(page)).toBe("Add user");
	await pressOn(page.getByRole("link", { name: "cy", exact: true }));
	await dialog(page, "cy").getByText("Reads, and never spends.").waitFor();
	await page.keyboard.press("Escape");
	await dialog(page, "cy").waitFor({ state: "detached" });
	await expect.poll(() => focused(page)).toBe("cy");
	await page.keyboard.press("Enter");
	await dialog(page, "cy").waitFor();
	await page.reload();
	await dialog(page, "cy").getByRole("option", { name: "Starter" }).waitFor({ state: "attached" });
	expect(await dialog(page, "cy").getByLabel("Tier").inputValue()).toBe("professional");
});

it("a user asks where the model is refused, an admin grants, it runs in the lab, and the grant ends, all by keyboard", async () => {
	await openModel("not allowed");
	await his.getByText("Tier Professional includes it.").waitFor();
	await pressOn(his.getByRole("button", { name: "Ask for access" }));
	await typeInto(his.getByLabel("What do you need it for?"), "Compare answers for the support team.");
	await pressOn(his.getByRole("button", { name: "Ask", exact: true }));
	await his.getByText(/^Asked\./).waitFor();

	await page.goto("/admin/access?tab=requests");
	await page.getByText("1 request to answer").waitFor();
	await pressOn(page.getByRole("button", { name: "Grant" }));
	const deciding = dialog(page, "Grant access");
	await typeInto(deciding.getByLabel("Days"), "7");
	await typeInto(deciding.getByLabel("Runs at most"), "5");
	await typeInto(deciding.getByLabel("Answer"), "For this week.");
	await pressOn(deciding.getByRole("button", { name: "Grant" }));
	await page.getByText(`${model} is open to Bo now.`).waitFor();
	await expect.poll(() => focused(page)).toBe("granted");

	await openModel("allowed");
	await pressOn(testButton());
	await his.getByRole("textbox", { name: "User message" }).fill("Hello there");
	await his.keyboard.press("Control+Enter");
	await his.getByText("done", { exact: true }).first().waitFor();
	await his.goto("/admin/account");
	await his.getByText("“For this week.”").waitFor();
	await his.getByText("1 of 5").waitFor();
	expect(await lookClosely(his)).toEqual(clean);

	await page.goto("/admin/access?tab=grants");
	await pressOn(page.getByRole("button", { name: `End ${model} of ${bo.email}` }));
	await pressOn(dialog(page, "End this grant now?").getByRole("button", { name: "End grant" }));
	await page.getByText("No grants are open").waitFor();
	await expect.poll(() => focused(page)).toContain("No grants are open");
	await openModel("not allowed");
});

it("an admin writes a rule by keyboard, sees who gains before it is saved, and it decides at once", async () => {
	await page.goto("/admin/access");
	await page.getByLabel("Pattern of *", { exact: true }).waitFor();
	await pressOn(page.getByRole("button", { name: "Add rule" }));
	await reach(page.getByLabel("Pattern of the new rule"));
	await page.keyboard.type(model);
	await page.keyboard.press("Enter");
	const row = (name: string) =>
		page.getByRole("row").filter({ has: page.getByLabel(`Pattern of ${name}`, { exact: true }) });
	const place = (name: string) => row(name).evaluate((element) => (element as HTMLTableRowElement).rowIndex);
	await expect.poll(() => place(model)).toBe(1);
	await pressOn(page.getByRole("button", { name: `Move ${model} down` }));
	await expect.poll(() => place(model)).toBe(2);
	await pressOn(page.getByRole("button", { name: `Move ${model} up` }));
	await expect.poll(() => place(model)).toBe(1);
	await expect.poll(() => focused(page)).toBe(`Move ${model} down`);
	const last = await place("*");
	await row(model).getByTitle("Drag to another place").dragTo(row("*"));
	await expect.poll(async () => [await place(model), await place("*")]).toEqual([last, last - 1]);
	await row(model).getByTitle("Drag to another place").dragTo(row("groq/*"));
	await expect.poll(async () => (await place("groq/*")) - (await place(model))).toBe(1);
	await pressOn(page.getByRole("button", { name: "Preview and save" }));
	const preview = dialog(page, "What these rules change");
	await preview.getByText("+ gains 1 model").waitFor();
	await preview.getByText(model).waitFor();
	await openModel("not allowed");
	expect(await lookClosely(page)).toEqual(clean);
	await pressOn(preview.getByRole("button", { name: "Save rules" }));
	await page.getByText(/^Saved\. The rules decide/).waitFor();
	await expect.poll(() => focused(page)).toBe("Add rule");
	await openModel("allowed");
	await page.goto("/admin/access?tab=ledger");
	await page.getByText("Runs = ledger: 1 entry compared").waitFor();
});

it("a token is made by keyboard, shown once, works, and is refused as soon as it is revoked", async () => {
	await his.goto("/admin/tokens");
	await pressOn(his.getByRole("button", { name: "Create token" }));
	await typeInto(his.getByLabel("Name"), "Nightly report");
	await pressOn(dialog(his, "Create an API token").getByRole("button", { name: "Create token" }));
	const token = (await his.getByTestId("token").textContent()) ?? "";
	expect(token).toMatch(/^llmh_/);
	await his.keyboard.press("Escape");
	await pressOn(his.getByRole("button", { name: "I have copied it" }));
	await his.getByRole("button", { name: "Revoke Nightly report" }).waitFor();
	expect(await his.content()).not.toContain(token);
	const call = async () => {
		const answer = await fetch(`${stage.hub.url}/api/v1/llm/test/history`, {
			headers: { authorization: `Bearer ${token}` },
		});
		return answer.status;
	};
	expect(await call()).toBe(200);
	expect(await lookClosely(his)).toEqual(clean);
	await pressOn(his.getByRole("button", { name: "Revoke Nightly report" }));
	await pressOn(dialog(his, /Revoke Nightly report/).getByRole("button", { name: "Revoke token" }));
	await his.getByText("Nightly report is revoked.").waitFor();
	await his.getByRole("table").getByText("revoked").waitFor();
	await expect.poll(() => focused(his)).toContain("Nightly report");
	expect(await call()).toBe(401);
});

it("an admin makes a token for somebody else, who sees it, and ends the session of a lost computer", async () => {
	await page.goto("/admin/users?q=bo");
	await press(page.getByRole("link", { name: "Bo", exact: true }));
	await press(dialog(page, "Bo").getByRole("button", { name: "Create token" }));
	const making = dialog(page, "Create an API token for Bo");
	await making.getByLabel("Name").fill("Made for Bo");
	expect(await making.getByLabel("Administer everything").count()).toBe(0);
	await page.keyboard.press("Enter");
	await page.getByText(`the name of ${bo.email}`).waitFor();
	const token = (await page.getByTestId("token").textContent()) ?? "";
	await press(page.getByRole("button", { name: "I have copied it" }));
	await dialog(page, "Bo").getByText("Made for Bo").waitFor();
	const headers = { authorization: `Bearer ${token}` };
	const answer = await fetch(`${stage.hub.url}/api/v1/llm/test/history`, { headers });
	expect(answer.status).toBe(200);
	await his.goto("/admin/tokens");
	await his.getByText("made by ana@example.com").waitFor();

	await press(dialog(page, "Bo").getByRole("button", { name: "Sign out Chrome on Linux" }));
	await dialog(page, "Bo").getByText("Nowhere.").waitFor();
	await his.goto("/admin/account");
	await his.waitForURL("**/sign-in**");
	await his.close();
	his = await stage.visit(bo);
});

it("whoever is disabled is out at once, in the other browser as well", async () => {
	await page.reload();
	await dialog(page, "Bo").getByRole("button", { name: "Sign out everywhere" }).waitFor();
	await dialog(page, "Bo").getByRole("combobox", { name: "Model" }).fill(model);
	await page.keyboard.press("Enter");
	await page.getByText(`Tier Trial includes ${model}`, { exact: false }).waitFor();
	expect(await lookClosely(page)).toEqual(clean);
	await pressOn(page.getByRole("button", { name: "Disable" }));
	const confirming = dialog(page, "Disable Bo?");
	await confirming.getByText(/end now/).waitFor();
	await pressOn(confirming.getByRole("button", { name: "Disable user" }));
	await page.getByText(/Bo is disabled/).waitFor();
	await his.goto("/admin/account");
	await his.waitForURL("**/sign-in**");
});
