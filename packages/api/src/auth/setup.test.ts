import { schema } from "@llm-hub/db";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createTestApi, type TestApi } from "../test/harness.ts";
import { pruneAuth } from "./prune.ts";
import { authenticate } from "./session.ts";
import { ensureFirstAdmin } from "./setup.ts";

const { setupTokens, users } = schema;
const person = { email: "First@Example.com", name: "First", password: "turnip orbit lantern" };

let api: TestApi;
beforeAll(async () => {
	api = await createTestApi();
});
afterAll(() => api.close());
beforeEach(async () => {
	await api.db.delete(users);
	await api.db.delete(setupTokens);
});

const mint = async () => {
	const made = await ensureFirstAdmin(api, null);
	if (!made) throw new Error("No set-up token although there is no user.");
	return made.setupToken;
};
const setup = (token: string, overrides = {}) => api.as(null).auth.setup({ token, ...person, ...overrides });
const status = (token: string) => api.as(null).auth.setupStatus({ token });

describe("the set-up link", () => {
	it("creates an admin of the highest tier and signs in", async () => {
		expect(await api.as(null).auth.me()).toEqual({ user: null, needsSetup: true, sso: false });
		const token = await mint();
		expect(await status(token)).toEqual({ valid: true });
		const setSessionCookie = vi.fn();
		const opened = await api.as(null, { setSessionCookie }).auth.setup({ token, ...person });
		expect(opened.user).toMatchObject({
			email: "first@example.com",
			name: "First",
			role: "admin",
			tierCode: "enterprise",
		});
		expect(setSessionCookie).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ token: opened.token }));
		expect(await authenticate(api.db, opened.token)).toMatchObject({ userId: opened.user.id, role: "admin" });
		const { email, password } = person;
		expect((await api.as(null).auth.login({ email, password })).user.id).toBe(opened.user.id);
		expect(await api.as(null).auth.me()).toEqual({ user: null, needsSetup: false, sso: false });
		expect(await status(token)).toEqual({ valid: false });
	});

	it("works exactly once under 10 parallel calls", async () => {
		const token = await mint();
		const calls = Array.from({ length: 10 }, (_, index) => setup(token, { email: `admin${index}@example.com` }));
		const results = await Promise.allSettled(calls);
		const refusals = results.flatMap((result) => (result.status === "rejected" ? [result.reason.code] : []));
		expect(refusals).toEqual(Array(9).fill("CONFLICT"));
		expect(await api.db.$count(users)).toBe(1);
	});

	it("works once also when two servers each printed one and both are used at the same moment", async () => {
		const [one, two] = await Promise.all([mint(), mint()]);
		// Both calls are held where they would write. The embedded database has one connection and holds them earlier.
		const held = process.env.TEST_DATABASE_URL ? 2 : 0;
		const calls = await api.db.transaction(async (tx) => {
			await tx.execute(sql`lock table users in share mode`);
			const started = Promise.allSettled([setup(one), setup(two, { email: "second@example.com" })]);
			await vi.waitFor(async () => {
				const waiting = sql`select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
				expect(await tx.execute(waiting)).toHaveLength(held);
			}, 20_000);
			return { started };
		});
		const results = await calls.started;
		expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
		expect(await api.db.$count(users)).toBe(1);
		expect(await api.db.$count(setupTokens)).toBe(0);
	});

	it("is refused when it is made up, and stays good after a refusal", async () => {
		const token = await mint();
		for (const guess of ["x", `${token.slice(0, 20)}${"A".repeat(23)}`, "' or true --", (await stored()) ?? ""]) {
			expect(await status(guess)).toEqual({ valid: false });
			await expect(setup(guess)).rejects.toMatchObject({ code: "FORBIDDEN" });
		}
		await expect(setup(token, { password: "12345678" })).rejects.toMatchObject({ code: "UNPROCESSABLE_CONTENT" });
		await expect(setup(token, { role: "admin" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
		expect(await status(token)).toEqual({ valid: true });
	});

	it("is good for a day, stored as a hash and never logged", async () => {
		const token = await mint();
		expect(await stored()).not.toContain(token);
		await api.db.update(setupTokens).set({ expiresAt: new Date(Date.now() - 1) });
		expect(await status(token)).toEqual({ valid: false });
		await expect(setup(token)).rejects.toMatchObject({ code: "FORBIDDEN" });
		await pruneAuth(api.db);
		expect(await api.db.$count(setupTokens)).toBe(0);
		expect(api.logLines.join("")).not.toContain(token);
	});

	const stored = async () => (await api.db.select().from(setupTokens))[0]?.id;
});

describe("the first admin of the environment", () => {
	const credentials = { email: " Root@Example.com ", password: "turnip orbit lantern" };

	it("is created once, also by two servers at once, and never again", async () => {
		expect(await Promise.all([1, 2].map(() => ensureFirstAdmin(api, credentials)))).toEqual([null, null]);
		expect(await ensureFirstAdmin(api, { ...credentials, email: "other@example.com" })).toBeNull();
		expect(await ensureFirstAdmin(api, null)).toBeNull();
		const rows = await api.db.select().from(users);
		expect(rows).toMatchObject([{ email: "root@example.com", role: "admin", tierCode: "enterprise" }]);
		const opened = await api.as(null).auth.login({ email: "root@example.com", password: credentials.password });
		expect(opened.user.role).toBe("admin");
	});

	it("closes a set-up link that is still open", async () => {
		const token = await mint();
		await ensureFirstAdmin(api, credentials);
		expect(await status(token)).toEqual({ valid: false });
		await expect(setup(token)).rejects.toMatchObject({ code: "CONFLICT" });
	});

	it("does not get a password that guessers try first", async () => {
		await expect(ensureFirstAdmin(api, { ...credentials, password: "password1" })).rejects.toThrow(/most used/);
		expect(await api.db.$count(users)).toBe(0);
	});
});
