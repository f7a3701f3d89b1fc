import { schema } from "@llm-hub/db";
import { and, desc, eq, isNull } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { authenticate } from "../../auth/session.ts";
import { createPerson, rightPassword, signIn } from "../../auth/test/people.ts";
import type { UserActor } from "../../context.ts";
import { createTestApi, type TestApi } from "../../test/harness.ts";
import { authorize, reserveIn, settleOne } from "../test/ledger.ts";
import { authenticateToken } from "../tokens/authenticate-token.ts";

const { auditEvents, users } = schema;

let api: TestApi;
let admin: UserActor;
beforeAll(async () => {
	api = await createTestApi();
	admin = await api.createUser("admin");
});
afterAll(() => api.close());

const asAdmin = () => api.as(admin).access.users;
const lastAudit = async () => (await api.db.select().from(auditEvents).orderBy(desc(auditEvents.seq)).limit(1))[0];

describe("creating", () => {
	it("makes somebody who can sign in, and writes no password down", async () => {
		const email = "Ana.Lima@Example.com";
		const made = await asAdmin().create({ email, password: rightPassword, role: "power_user", tierCode: "starter" });
		expect(made).toMatchObject({
			email: "ana.lima@example.com",
			name: "ana.lima",
			role: "power_user",
			hasPassword: true,
		});
		expect((await signIn(api, made.email)).actor).toMatchObject({ userId: made.id, tierCode: "starter" });
		const event = await lastAudit();
		expect(JSON.stringify([made, event]) + api.logLines.join()).not.toContain(rightPassword);
	});

	it.each([
		["a taken address", { email: "taken@example.com" }, "CONFLICT"],
		["a tier that is not there", { email: "a@example.com", tierCode: "gold" }, "UNPROCESSABLE_CONTENT"],
		["a guessable password", { email: "b@example.com", password: "password123" }, "UNPROCESSABLE_CONTENT"],
		["a short password", { email: "c@example.com", password: "short" }, "BAD_REQUEST"],
		["no address", { email: "nobody" }, "BAD_REQUEST"],
		["another field", { email: "d@example.com", isAdmin: true }, "BAD_REQUEST"],
		["an id", { email: "e@example.com", userId: "mine" }, "BAD_REQUEST"],
	])("refuses %s and makes nobody", async (_, input, code) => {
		if (input.email === "taken@example.com") await api.createUser("user", { email: input.email });
		const before = await api.db.$count(users);
		const attempt = asAdmin().create({ tierCode: "trial", ...input } as never);
		await expect(attempt).rejects.toMatchObject({ code });
		expect(await api.db.$count(users)).toBe(before);
	});
});

describe("listing", () => {
	it("finds by a part of name or address, role, tier and state, by pages, with the month's usage", async () => {
		const person = await api.createUser("user", { email: "findable_1@example.com", tierCode: "starter" });
		await api.createUser("viewer", { email: "findable-2@example.com", tierCode: "starter" });
		const authorization = await authorize(
			api,
			{ userId: person.userId, tokenId: null },
			{ modelId: "groq/x", estimateUsd: "1" },
		);
		const { runId } = await reserveIn(api, authorization, { at: new Date() });
		await reserveIn(api, authorization, { at: new Date() });
		await settleOne(api.db, runId, { counts: true, costUsd: "0.25" });
		const found = await asAdmin().list({ search: "FINDABLE_" });
		expect(found.total).toBe(1);
		expect(found.users[0]).toMatchObject({
			id: person.userId,
			usage: { requests: 2, spentUsd: "0.25", heldUsd: "1", unpriced: 0 },
		});
		expect((await asAdmin().list({ search: "findable", role: "viewer" })).total).toBe(1);
		expect((await asAdmin().list({ search: "findable", limit: 1, offset: 1 })).users).toHaveLength(1);
		expect((await asAdmin().list({ search: "findable", disabled: true })).total).toBe(0);
		expect((await asAdmin().list({ search: "findable", tierCode: "starter" })).total).toBe(2);
		expect(await asAdmin().byId({ userId: person.userId })).toEqual(found.users[0]);
		await expect(asAdmin().byId({ userId: "nobody" })).rejects.toMatchObject({ code: "NOT_FOUND" });
	});
});

describe("changing", () => {
	it("counts from the next call, and is audited with what it was", async () => {
		const person = await createPerson(api);
		const { token } = await signIn(api, person.email);
		await asAdmin().update({ userId: person.userId, role: "viewer", tierCode: "trial", budgetUsd: "12.50" });
		expect(await authenticate(api.db, token)).toMatchObject({ role: "viewer", tierCode: "trial" });
		expect(await lastAudit()).toMatchObject({
			action: "access.users.update",
			actorId: admin.userId,
			before: { role: "user", tierCode: "enterprise", budgetUsd: null },
			after: { role: "viewer", tierCode: "trial", budgetUsd: "12.5" },
		});
		expect((await asAdmin().update({ userId: person.userId, budgetUsd: null })).budgetUsd).toBeNull();
	});

	it("a password ends the sessions, and the new one opens", async () => {
		const person = await createPerson(api);
		const { token } = await signIn(api, person.email);
		await asAdmin().update({ userId: person.userId, password: "another turnip lantern" });
		expect(await authenticate(api.db, token)).toBeNull();
		expect(await lastAudit()).toMatchObject({ action: "access.users.update", after: { passwordChanged: true } });
		await api.as(null).auth.login({ email: person.email, password: "another turnip lantern" });
	});

	it("disabling ends sessions and tokens now, on every server, and enabling brings neither back", async () => {
		const person = await createPerson(api);
		const { token, actor } = await signIn(api, person.email);
		const made = await api.as(actor).access.tokens.create({ name: "ci", scopes: ["usage:read"] });
		let told = 0;
		api.services.sessionEvents.onEnded(actor.sessionId, () => told++);
		api.services.sessionEvents.onEnded(made.id, () => told++);
		await asAdmin().disable({ userId: person.userId });
		expect(told).toBe(2);
		const other = api.secondServer();
		const isOut = async () => [await authenticate(other.db, token), await authenticateToken(other.db, made.token)];
		expect(await isOut()).toEqual([null, null]);
		await expect(signIn(api, person.email)).rejects.toMatchObject({ code: "UNAUTHORIZED" });
		expect((await asAdmin().update({ userId: person.userId, disabled: false })).disabledAt).toBeNull();
		expect(await isOut()).toEqual([null, null]);
		await signIn(api, person.email);
		await other.close();
	});

	it("sees where somebody is signed in, and ends one session or all, at once and on every server", async () => {
		const person = await createPerson(api);
		const { userId } = person;
		const laptop = await signIn(api, person.email, { address: "203.0.113.9", userAgent: "Firefox/1 Linux" });
		const phone = await signIn(api, person.email, { address: "2001:db8::1", userAgent: "Safari/1 iPhone" });
		const made = await api.as(laptop.actor).access.tokens.create({ name: "stays", scopes: ["usage:read"] });
		const { sessions } = asAdmin();
		const listed = await sessions.list({ userId });
		expect(listed).toMatchObject([{ current: false }, { current: false }]);
		expect(new Set(listed.map(({ address }) => address))).toEqual(new Set(["203.0.113.9", "2001:db8::1"]));
		for (const secret of [laptop.token, laptop.actor.sessionId]) expect(JSON.stringify(listed)).not.toContain(secret);
		let told = 0;
		api.services.sessionEvents.onEnded(laptop.actor.sessionId, () => told++);
		const { id } = listed.find(({ address }) => address === "203.0.113.9")!;
		const nobodys = { code: "NOT_FOUND" };
		await expect(sessions.revoke({ userId: admin.userId, id })).rejects.toMatchObject(nobodys);
		await expect(sessions.list({ userId: "nobody" })).rejects.toMatchObject(nobodys);
		await expect(sessions.revokeAll({ userId: "nobody" })).rejects.toMatchObject(nobodys);
		const other = api.secondServer();
		const isIn = (token: string) => authenticate(other.db, token).then((actor) => actor !== null);
		expect(await sessions.revoke({ userId, id })).toEqual({ ended: 1 });
		expect([told, await isIn(laptop.token), await isIn(phone.token)]).toEqual([1, false, true]);
		expect(await lastAudit()).toMatchObject({
			action: "auth.sessions.revoke",
			actorId: admin.userId,
			before: { user: person.email, address: "203.0.113.9" },
		});
		expect(await sessions.revokeAll({ userId })).toEqual({ ended: 1 });
		expect([await isIn(phone.token), await sessions.list({ userId })]).toEqual([false, []]);
		expect(await lastAudit()).toMatchObject({
			...{ action: "auth.sessions.revoke_all", actorId: admin.userId },
			...{ targetId: userId, targetName: person.email, after: { ended: 1 } },
		});
		expect(await authenticateToken(other.db, made.token)).not.toBeNull();
		await other.close();
	});

	it("never takes the last admin away, whatever is asked at once", async () => {
		await using alone = await createTestApi();
		const first = await alone.createUser("admin");
		const conflict = { code: "CONFLICT" };
		const update = (caller: UserActor, change: object) =>
			alone.as(caller).access.users.update({ userId: caller.userId, ...change });
		await expect(update(first, { role: "user" })).rejects.toMatchObject(conflict);
		await expect(update(first, { disabled: true })).rejects.toMatchObject(conflict);
		await expect(alone.as(first).access.users.disable({ userId: first.userId })).rejects.toMatchObject(conflict);
		await update(first, { name: "Still here" });
		const admins = [first, ...(await Promise.all(Array.from({ length: 4 }, () => alone.createUser("admin"))))];
		await alone.createUser("user");
		const outcomes = await Promise.allSettled(
			admins.map((one, index) => update(one, index % 2 ? { role: "user" } : { disabled: true })),
		);
		expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(1);
		const left = and(eq(users.role, "admin"), isNull(users.disabledAt));
		expect(await alone.db.$count(users, left)).toBe(1);
	});

	it("refuses what is not there, or is not to be changed", async () => {
		const { userId } = await api.createUser("user");
		await expect(asAdmin().update({ userId: "nobody", role: "user" })).rejects.toMatchObject({ code: "NOT_FOUND" });
		await expect(asAdmin().update({ userId, tierCode: "gold" })).rejects.toMatchObject({
			code: "UNPROCESSABLE_CONTENT",
		});
		const more = { userId, email: "x@example.com" };
		await expect(asAdmin().update(more as never)).rejects.toMatchObject({ code: "BAD_REQUEST" });
	});
});
