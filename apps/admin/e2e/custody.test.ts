import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { lookClosely, openStage, pictureOnFailure, press as pressOne, type Stage } from "./stage.ts";

const run = promisify(execFile);
const saveMany = fileURLToPath(new URL("../../../packages/api/src/keys/test/save-many.ts", import.meta.url));
const ringKey = (id: string) => `${id}:${randomBytes(32).toString("base64")}`;
const [oldKey, newKey] = [ringKey("old"), ringKey("new")];
const mine = "sk-canary-own-5f3a9c1e7b2d4806";
const refused = "sk-test-sandbox:fail=unauthorized";

let stage: Stage;
let page: Page;
beforeAll(async () => {
	stage = await openStage({ providers: ["openai"], env: { ENCRYPTION_KEYS: oldKey } });
	page = stage.page;
});
pictureOnFailure(() => page);
afterAll(() => stage?.close());

/** As somebody does who has no mouse. */
const press = (name: string | RegExp, role: "button" | "link" | "menuitem" = "button") =>
	pressOne(page.getByRole(role, { name }).first());
const clean = { light: [], dark: [], overflow: 0 };

it("takes a key of one's own: refused in stages, then tested, saved, used and removed, all by keyboard", async () => {
	await page.goto("/admin/account");
	await press("Add your key of OpenAI");
	const dialog = page.getByRole("dialog", { name: "Add your key of OpenAI" });
	await dialog.getByLabel("API key", { exact: true }).waitFor();
	await page.keyboard.type("too short");
	await page.keyboard.press("Enter");
	await dialog.getByText("An API key has at least 10 characters.").waitFor();
	await dialog.getByLabel("API key", { exact: true }).fill(refused);
	await press("Test");
	await dialog.getByText("OpenAI does not accept the key (HTTP 401).").waitFor();
	await dialog.getByLabel("API key", { exact: true }).fill(mine);
	await page.keyboard.press("Enter");
	await dialog.waitFor({ state: "hidden" });
	const row = page.getByRole("listitem", { name: "OpenAI" });
	await row.getByText("sk-cana...4806").waitFor();
	await press("Test your key of OpenAI");
	await row.getByText(/works · tested just now/).waitFor();
	expect(await lookClosely(page)).toEqual(clean);

	await page.goto("/admin/llm-hub/testing?models=openai/gpt-4o-mini");
	await page.getByRole("textbox", { name: "User" }).first().fill("Whose key pays?");
	await page.keyboard.press("Control+Enter");
	const panel = page.getByRole("region", { name: /Answer of openai\/gpt-4o-mini/ });
	await panel.getByText("done").waitFor();
	await panel.getByText("own key").waitFor();
	await panel.getByRole("button", { name: "How this cost was worked out" }).press("Enter");
	await page.getByText("Your own key …4806 paid: no company budget counts it.").waitFor();

	await page.goto("/admin/account");
	await press("Remove your key of OpenAI");
	await page.getByRole("dialog", { name: "Remove your key of OpenAI?" }).waitFor();
	await press("Remove key");
	await row.getByText("no key of yours").waitFor();
});

it("shows the audit of all that: filtered in the address, a fingerprint for the key, proved on demand", async () => {
	await page.goto("/admin/llm-hub/catalog");
	await press("Admin");
	await press("Audit", "menuitem");
	await page.getByRole("table", { name: "Events" }).getByRole("row").nth(2).waitFor();
	expect(await lookClosely(page)).toEqual(clean);
	const wide = page.viewportSize()!;
	await page.setViewportSize({ width: 390, height: 844 });
	await page
		.getByRole("cell", { name: /^[A-Z][a-z]{2} \d+, \d{4}\s*\d{2}:\d{2} UTC$/ })
		.first()
		.waitFor();
	// All of a moment is to be read, to its AM or PM.
	expect((await page.getByLabel("From").boundingBox())!.width).toBeGreaterThan(200);
	await page.setViewportSize(wide);
	await press("Verify now");
	await page.getByText("The audit is whole").waitFor();
	await page.getByLabel("What").selectOption({ label: "Saved a provider key of one's own" });
	await page.waitForURL(/action=keys\.own\.save/);
	// The header, and the one event that the filter leaves.
	await expect.poll(() => page.getByRole("table", { name: "Events" }).getByRole("row").count()).toBe(2);
	await press("Saved a provider key of one's own", "link");
	const sheet = page.getByRole("dialog", { name: /^Event / });
	await sheet.getByText("fingerprint").first().waitFor();
	await sheet.getByRole("button", { name: "Copy the request id" }).waitFor();
	expect(await sheet.textContent()).not.toContain(mine);
	await page.keyboard.press("Escape");
	await sheet.waitFor({ state: "hidden" });
	const download = page.waitForEvent("download");
	await press("Export");
	await press(/^CSV/, "menuitem");
	const stream = await (await download).createReadStream();
	let csv = "";
	for await (const chunk of stream) csv += chunk;
	expect(csv.trim().split("\r\n")).toHaveLength(2);
	expect(csv).toContain('"keys.own.save"');
	expect(csv).not.toContain(mine);
});

it("has its own fonts and the editor's own styles under the content security policy, and printed no key", async () => {
	for (const path of ["llm-hub/catalog", "llm-hub/providers", "llm-hub/analytics", "account", "access", "users"]) {
		await page.goto(`/admin/${path}`);
		await page.getByRole("heading", { level: 1 }).waitFor();
	}
	await page.goto("/docs/");
	await page.getByRole("heading", { name: "LLM Hub" }).first().waitFor();
	await page.goto("/admin/llm-hub/testing");
	await page.locator(".cm-editor").first().waitFor();
	// A rule that the editor writes at run time: without its nonce nothing of it would count.
	expect(await page.evaluate(() => getComputedStyle(document.querySelector(".cm-line") as Element).padding)).toBe(
		"0px 12px",
	);
	// A page whose styles were refused has no font of ours.
	expect(await page.evaluate(() => getComputedStyle(document.body).fontFamily)).toContain("Inter");
	expect(stage.hub.output()).not.toContain("sk-");
});

it("re-encrypts what is saved under an older key: tried first, cancelled under way, resumed, then done", async () => {
	const data = { provider_type: "openai", api_key: "sk-test-company-0123456789" };
	await stage.context.request.post("/api/v1/llm/providers/keys", { data, headers: { origin: stage.hub.url } });
	await stage.hub.kill();
	await run(process.execPath, ["--import", "tsx", saveMany, stage.hub.dataDir, oldKey, "4999"]);
	await stage.hub.startAgain({ ENCRYPTION_KEYS: `${newKey},${oldKey}` });
	await page.goto("/admin/encryption");
	await page.getByRole("row", { name: /^new/ }).waitFor();
	await page.getByRole("row", { name: /^old 5,000 readable/ }).waitFor();
	await press("Dry run");
	// The saved keys, and the key of the audit.
	await page.getByText("Dry run: 5,001 secrets would be wrapped with the key new. Nothing was written.").waitFor();
	await press("Re-encrypt");
	await press("Cancel");
	await page.getByText("Stopped. What was wrapped stays so").waitFor();
	await page.getByRole("row", { name: /^old [1-9][\d,]* readable/ }).waitFor();
	await press("Resume");
	await page.getByText(/^[1-9][\d,]* secrets wrapped with the key new\./).waitFor();
	await page.getByText("No secret needs any other key").waitFor();
	await page.getByRole("row", { name: /^new.*5,000 readable/ }).waitFor();
	expect(await lookClosely(page)).toEqual(clean);
});
