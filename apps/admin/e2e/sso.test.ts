import { type OpenIdProvider, startOpenIdProvider } from "@llm-hub/vitest/openid-provider";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { admin } from "./hub.ts";
import { lookClosely, openStage, pictureOnFailure, press, type Stage } from "./stage.ts";

let provider: OpenIdProvider;
let stage: Stage;
let page: Page;

beforeAll(async () => {
	provider = await startOpenIdProvider();
	stage = await openStage({
		env: {
			OIDC_ISSUER: provider.issuer,
			OIDC_CLIENT_ID: provider.clientId,
			OIDC_CLIENT_SECRET: provider.clientSecret,
			OIDC_ADMIN_ROLE: "hub-admins",
			OIDC_TIER_CLAIM: "llm_hub.tier",
		},
	});
	provider.register(stage.hub.url);
	page = await stage.visit();
});
pictureOnFailure(() => page);
afterAll(async () => {
	await stage?.close();
	await provider?.stop();
});

const grace = (claims: object) =>
	provider.people.set("grace", { email: "grace@example.com", email_verified: true, name: "Grace", ...claims });
const ssoButton = () => page.getByRole("link", { name: "Sign in with single sign-on" });
const atProvider = () => page.getByRole("button", { name: "Sign in at the provider" });
/** Through the provider's own page, as that person. */
async function signInAs(name: string): Promise<void> {
	await ssoButton().click();
	await page.getByLabel("Name").fill(name);
	await atProvider().click();
}
const openMenu = (name: string) => page.getByRole("button", { name }).click();
const problem = () => page.getByRole("alert").filter({ hasText: "You are not signed in" });

it("comes first on the sign-in page, with the password below", async () => {
	await page.goto("/admin/llm-hub/testing");
	await ssoButton().waitFor();
	expect(await page.getByLabel("Password", { exact: true }).isVisible()).toBe(true);
	const tops = [ssoButton(), page.getByLabel("E-mail")].map(async (part) => (await part.boundingBox())?.y ?? 0);
	const [sso = 0, password = 0] = await Promise.all(tops);
	expect(sso).toBeLessThan(password);
	expect(await lookClosely(page)).toEqual({ light: [], dark: [], overflow: 0 });
});

it("leads through the provider to where the person wanted to be, with role and tier", async () => {
	grace({ realm_access: { roles: ["power_user"] }, llm_hub: { tier: "professional" } });
	await signInAs("grace");
	await page.waitForURL("**/admin/llm-hub/testing");
	await openMenu("Grace");
	await page.getByText("power user · tier professional").waitFor();
	await page.getByRole("menuitem", { name: "Account" }).click();
	await page.getByText("You come in by single sign-on").waitFor();
	expect(await page.getByLabel("New password").count()).toBe(0);
});

it("signs out here and at the provider, which asks again", async () => {
	await openMenu("Grace");
	await page.getByRole("menuitem", { name: "Sign out" }).click();
	await page.waitForURL(`${stage.hub.url}/sign-in**`);
	await page.goto("/admin/account");
	await ssoButton().click();
	await atProvider().waitFor();
	await page.getByRole("button", { name: "Go back" }).click();
	await problem().getByText("did not let you in, or you went back").waitFor();
	expect(await lookClosely(page)).toEqual({ light: [], dark: [], overflow: 0 });
});

it("brings a changed role and tier at the next sign-in", async () => {
	grace({ roles: ["hub-admins"], llm_hub: { tier: "enterprise" } });
	await signInAs("grace");
	await openMenu("Grace");
	await page.getByText("admin · tier enterprise").waitFor();
	await page.getByRole("menuitem", { name: "Sign out" }).click();
	await page.waitForURL(`${stage.hub.url}/sign-in**`);
});

it("says in words why somebody stays outside, and lets a password in all the same", async () => {
	provider.people.set("mallory", { email: admin.email, email_verified: false, name: "Mallory" });
	await signInAs("mallory");
	await problem().getByText("has not verified that the address is yours").waitFor();
	expect(await problem().getByRole("button", { name: "Copy the request id" }).isVisible()).toBe(true);
	provider.stop();
	await page.context().clearCookies();
	await page.goto("/sign-in");
	await ssoButton().waitFor();
	await page.getByLabel("E-mail").fill(admin.email);
	await page.getByLabel("Password", { exact: true }).fill(admin.password);
	await page.getByRole("button", { name: "Sign in", exact: true }).click();
	await page.waitForURL("**/admin/llm-hub/catalog");

	await page.goto("/admin/users?q=grace");
	await press(page.getByRole("link", { name: "Grace" }));
	await press(page.getByRole("button", { name: "Unlink single sign-on" }));
	const confirming = page.getByRole("dialog", { name: "Unlink Grace from single sign-on?" });
	await confirming.getByRole("button", { name: "Unlink" }).click();
	await page.getByText("Grace is no longer linked to single sign-on.").waitFor();
	await page.getByRole("button", { name: "Unlink single sign-on" }).waitFor({ state: "detached" });
	provider.startAgain();
});
