import { mkdir } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createSandbox } from "@llm-hub/sandbox";
import { launchChromium } from "@llm-hub/vitest/chromium";
import { admin, startHub } from "./hub.ts";

// `npm run screenshots`: the README's pictures, taken from the built product with the sandbox as provider.

const folder = fileURLToPath(new URL("../../../docs/screenshots/", import.meta.url));
const models = ["openai/gpt-4o-mini", "anthropic/claude-haiku-4-5"];

const calculated = [...models, "openai/gpt-4o", "anthropic/claude-sonnet-4-5"];

await mkdir(folder, { recursive: true });
await using sandbox = await createSandbox({ tokensPerSecond: 90, ttftMs: 240 });
await using hub = await startHub({
	ALLOW_PRIVATE_UPSTREAMS: "true",
	OPENAI_BASE_URL: sandbox.baseUrl("openai"),
	ANTHROPIC_BASE_URL: sandbox.baseUrl("anthropic"),
	ADMIN_EMAIL: admin.email,
	ADMIN_PASSWORD: admin.password,
});
const browser = await launchChromium();
const context = await browser.newContext({
	baseURL: hub.url,
	viewport: { width: 1440, height: 900 },
	colorScheme: "light",
});
const page = await context.newPage();
/** The last of what the catalog's head says of it. */
const catalogTruth = page.getByRole("button", { name: /^(not )?synced/ });
const take = async (name: string) => {
	// The providers' marks come last.
	await page.waitForLoadState("networkidle");
	await page.screenshot({ path: `${folder}${name}.png` });
};

await page.goto("/sign-in");
await page.getByLabel("E-mail").fill(admin.email);
await page.getByLabel("Password", { exact: true }).fill(admin.password);
await page.getByRole("button", { name: "Sign in" }).click();
await page.waitForURL("**/admin/llm-hub/catalog");

// Each minute's 45th second asks what the providers list, and the sandbox's few models would leave all others in doubt.
await setTimeout((60_000 + 46_000 - (Date.now() % 60_000)) % 60_000);
for (const provider_type of ["openai", "anthropic"]) {
	const data = { provider_type, api_key: "sk-test-screenshots-0001" };
	// The page's own session, as a script beside it: the pictures are of the result.
	await context.request.post("/api/v1/llm/providers/keys", { data, headers: { origin: hub.url } });
}
await page.goto("/admin/llm-hub/providers");
await page
	.getByText(/healthy/)
	.nth(1)
	.waitFor();
await take("providers");

await page.goto("/admin/llm-hub/testing");
await page.getByRole("button", { name: "Templates" }).click();
await page.getByRole("menuitem", { name: /quantum/i }).click();
for (const model of models) {
	const picker = page.getByRole("combobox", { name: "Models" });
	await picker.fill(model);
	await page.getByRole("option", { name: model }).first().click();
}
await page.keyboard.press("Escape");
await page.keyboard.press("Control+Enter");
const answered = async () => {
	for (const model of models) {
		const panel = page.getByRole("region", { name: new RegExp(`Answer of ${model}`) });
		await panel.getByText("done").waitFor();
		await panel.locator("strong").first().waitFor();
	}
};
await answered();
// The first steps are taken: they no longer stand above the page.
await page.reload();
await answered();
await take("lab");

await page.emulateMedia({ colorScheme: "dark" });
await page.goto("/admin/llm-hub/catalog?q=claude");
await catalogTruth.waitFor();
await take("catalog-dark");

await page.emulateMedia({ colorScheme: "light" });
await page.goto(`/admin/llm-hub/catalog/calculator?models=${calculated.join(",")}`);
await page.getByRole("table", { name: "Costs" }).getByRole("row").nth(calculated.length).waitFor();
await take("calculator");

await page.goto(`/admin/llm-hub/catalog/${models[0]}`);
await page.getByText("Measured by us").first().waitFor();
await page.locator(".MuiSkeleton-root").first().waitFor({ state: "detached" });
await take("model");

await browser.close();
