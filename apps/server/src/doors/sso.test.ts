import { schema } from "@llm-hub/db";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callback, openSsoStage, type SsoStage } from "../test/sso.ts";
import type { Visitor } from "../test/visitor.ts";

const { auditEvents, ssoSessions, users } = schema;

let stage: SsoStage;
beforeAll(async () => {
	stage = await openSsoStage({ ADMIN_EMAIL: "first@example.com", ADMIN_PASSWORD: "a long enough passphrase" });
});
afterAll(() => stage.close());

const db = () => stage.server.door.opened.db;
const problemOf = (location: URL | null) => location?.searchParams.get("problem");
const sessionOf = (visitor: Visitor) =>
	/llm_hub_session=([\w-]+)/.exec(visitor.cookies(stage.server.url))?.[1] ?? "no session";
const audit = (action: string) =>
	db().query.auditEvents.findFirst({
		where: (row, { eq }) => eq(row.action, action),
		orderBy: (row, { desc }) => desc(row.seq),
	});
const usersOf = (email: string) => db().query.users.findMany({ where: (row, { eq }) => eq(row.email, email) });
/** As an admin does it on the users' page. */
const updateUser = async (email: string, changes: object) => {
	const { token } = await stage.server.signIn("admin");
	const [user] = await usersOf(email);
	const answer = await stage.server.call("POST", "/trpc/access.users.update", {
		token,
		body: { userId: user?.id, ...changes },
	});
	expect(answer.status).toBe(200);
};
const arrive = async (subject: string) => stage.me((await stage.signIn(subject)).visitor);
const methods = async (visitor: Visitor) =>
	JSON.parse((await visitor.visit(`${stage.server.url}/trpc/auth.methods`)).text).result.data;

describe("signing in", () => {
	it("creates the user with role and tier of the claims, opens a session and goes to where it began", async () => {
		const { subject, email } = stage.person({
			realm_access: { roles: ["hub-admins"] },
			llm_hub: { tier: "professional" },
		});
		const { visitor, status, location } = await stage.signIn(subject, { next: "/admin/llm-hub/testing?models=a/b" });
		expect([status, location?.href]).toEqual([303, `${stage.server.url}/admin/llm-hub/testing?models=a/b`]);
		expect(await stage.me(visitor)).toMatchObject({
			user: { email, name: `Name of ${subject}`, role: "admin", tierCode: "professional" },
			sso: true,
		});
		const [user] = await usersOf(email);
		expect(user?.passwordHash).toBeNull();
		expect(await methods(visitor)).toEqual({ password: false, sso: true });
		expect(await audit("auth.sso.create")).toMatchObject({ targetName: email, actorEmail: email });
		expect(await audit("auth.login")).toMatchObject({ targetName: email, after: { via: "sso" } });
		expect(visitor.cookies(stage.server.url)).not.toContain("llm_hub_sso=");
	});

	it("brings role and tier up to date each time, audits it, and takes back what is no longer granted", async () => {
		const { subject, email } = stage.person({ roles: ["power_user"], llm_hub: { tier: "enterprise" } });
		expect((await arrive(subject)).user).toMatchObject({
			role: "power_user",
			tierCode: "enterprise",
		});
		const set = (claims: object) => stage.provider.people.set(subject, { email, email_verified: true, ...claims });
		set({ groups: ["/hub-admins"], llm_hub: { tier: ["gold", "starter"] } });
		expect((await arrive(subject)).user).toMatchObject({ role: "admin", tierCode: "starter" });
		expect(await audit("auth.sso.update")).toMatchObject({
			targetName: email,
			before: { role: "power_user", tierCode: "enterprise" },
			after: { role: "admin", tierCode: "starter" },
		});
		set({ llm_hub: { tier: "gold" } });
		const { visitor } = await stage.signIn(subject);
		expect((await stage.me(visitor)).user).toMatchObject({ role: "user", tierCode: "trial" });
		// What an admin gives here stays, as the provider says nothing.
		await updateUser(email, { role: "viewer", tierCode: "professional" });
		expect((await arrive(subject)).user).toMatchObject({
			role: "viewer",
			tierCode: "professional",
		});
		expect(await usersOf(email)).toHaveLength(1);
	});

	it("never takes the last admin's role away", async () => {
		const { subject, email } = stage.person({ roles: ["hub-admins"] });
		await db().update(users).set({ role: "user" });
		expect((await arrive(subject)).user?.role).toBe("admin");
		stage.provider.people.set(subject, { email, email_verified: true, roles: [] });
		expect((await arrive(subject)).user?.role).toBe("admin");
		await updateUser("first@example.com", { role: "admin" });
		expect((await arrive(subject)).user?.role).toBe("user");
	});

	it("makes one user of two arrivals at once", async () => {
		const { subject, email } = stage.person();
		const arrivals = await Promise.all([stage.toCallback(subject), stage.toCallback(subject)]);
		const answers = await Promise.all(arrivals.map(({ visitor, answer }) => visitor.visit(answer)));
		expect(answers.map(({ location }) => location?.pathname)).toEqual(["/", "/"]);
		expect(await usersOf(email)).toHaveLength(1);
	});

	it("knows a person by issuer and subject, whatever the address has become", async () => {
		const { subject, email } = stage.person();
		await stage.signIn(subject);
		stage.provider.people.set(subject, { email: "renamed@example.com", email_verified: false });
		expect((await arrive(subject)).user?.email).toBe(email);
	});
});

describe("an account that has the address already", () => {
	it("is linked when the provider vouches for it, and keeps its password", async () => {
		const { subject } = stage.person({ email: "First@Example.com" });
		const { visitor } = await stage.signIn(subject);
		expect((await stage.me(visitor)).user).toMatchObject({ email: "first@example.com", role: "admin" });
		expect(await audit("auth.sso.link")).toMatchObject({ targetName: "first@example.com" });
		expect(await methods(visitor)).toEqual({ password: true, sso: true });
	});

	it("stays closed to an unverified address, and to a second person of that address", async () => {
		const { email, userId } = await stage.server.signIn("admin");
		for (const emailVerified of [false, undefined, "no"]) {
			const { subject } = stage.person({ email, email_verified: emailVerified });
			expect(problemOf((await stage.signIn(subject)).location)).toBe("email_unverified");
		}
		expect(await audit("auth.login.failed")).toMatchObject({
			targetName: email,
			after: { reason: "email_unverified" },
		});
		await stage.signIn(stage.person({ email }).subject);
		const { visitor, location } = await stage.signIn(stage.person({ email }).subject);
		expect(problemOf(location)).toBe("linked_elsewhere");
		expect((await stage.me(visitor)).user).toBeNull();
		const linked = () => db().query.ssoIdentities.findMany({ where: (row, { eq }) => eq(row.userId, userId) });
		expect(await linked()).toHaveLength(1);

		// Whose account there was made anew is let in by an admin.
		const { token } = await stage.server.signIn("admin");
		const unlink = await stage.server.call("POST", "/trpc/access.users.unlinkSso", { token, body: { userId } });
		expect([unlink.status, await linked()]).toEqual([200, []]);
		expect(await audit("access.users.unlink_sso")).toMatchObject({ targetName: email });
		const anew = await stage.signIn(stage.person({ email }).subject);
		expect((await stage.me(anew.visitor)).user).toMatchObject({ id: userId });
	});

	it("stays closed when it is disabled, and when a person has no address", async () => {
		const { subject, email } = stage.person();
		await stage.signIn(subject);
		await updateUser(email, { disabled: true });
		const { visitor, location } = await stage.signIn(subject);
		expect(problemOf(location)).toBe("disabled");
		expect((await stage.me(visitor)).user).toBeNull();
		expect(problemOf((await stage.signIn(stage.person({ email: undefined }).subject)).location)).toBe("no_email");
	});
});

describe("signing out", () => {
	it("ends the session here and leads to the provider, which ends its own and leads back", async () => {
		const { subject } = stage.person();
		const { visitor } = await stage.signIn(subject);
		const token = sessionOf(visitor);
		const logout = await stage.server.call("POST", "/trpc/auth.logout", { token, body: {} });
		const { ended, continueAt } = logout.json.result.data;
		expect(ended).toBe(1);
		expect((await stage.server.call("GET", "/api/v1/auth/me", { token })).status).toBe(401);
		const url = new URL(continueAt);
		expect(url.origin).toBe(stage.provider.issuer);
		expect(url.searchParams.get("post_logout_redirect_uri")).toBe("http://localhost:1/sign-in");
		expect(url.searchParams.get("id_token_hint")).toMatch(/^ey/);
		const confirm = await visitor.visit(url);
		const [, action = "", xsrf = ""] = /action="([^"]+)".*name="xsrf" value="([^"]+)"/s.exec(confirm.text) ?? [];
		const left = await visitor.visit(action, { form: { xsrf, logout: "yes" } });
		expect(left.location?.href).toMatch(/^http:\/\/localhost:1\/sign-in/);
		// Signing in again asks for the person again.
		const { location } = await visitor.visit(`${stage.server.url}/auth/sso/start`);
		expect((await visitor.follow(location!, callback)).text).toContain("Sign in at the provider");
	});

	it("with a password's session leads nowhere else", async () => {
		const { token } = await stage.server.signIn("user");
		const { json } = await stage.server.call("POST", "/trpc/auth.logout", { token, body: {} });
		expect(json.result.data).toEqual({ ended: 1, continueAt: null });
	});
});

it("keeps ID tokens sealed, and no token, code or secret in a log or the audit", async () => {
	const { subject } = stage.person();
	const { visitor, answer } = await stage.signIn(subject);
	const kept = await db().select().from(ssoSessions);
	expect(kept.length).toBeGreaterThan(0);
	for (const { encryptedIdToken } of kept) expect(encryptedIdToken).toMatch(/^v1\./);
	const told = stage.server.logLines.join("") + JSON.stringify(await db().select().from(auditEvents));
	const session = sessionOf(visitor);
	for (const secret of [stage.provider.clientSecret, answer.searchParams.get("code") ?? "no code", session, "eyJ"]) {
		expect(told).not.toContain(secret);
	}
});
