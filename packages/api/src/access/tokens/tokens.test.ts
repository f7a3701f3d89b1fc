import { schema } from "@llm-hub/db";
import { createHold } from "@llm-hub/sandbox";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TokenActor, UserActor } from "../../context.ts";
import { ask, createLab, follow, type Lab } from "../../testing/fixtures.ts";
import type { Scope } from "../schema.ts";
import { authenticateToken } from "./authenticate-token.ts";
import type { CreateTokenInput } from "./schema.ts";

const { apiTokens, auditEvents, users } = schema;

let lab: Lab;
let user: UserActor;
beforeAll(async () => {
	lab = await createLab();
	user = await lab.api.createUser("user");
});
afterAll(() => lab[Symbol.asyncDispose]());

const input = (changes: Partial<CreateTokenInput> = {}): CreateTokenInput => ({
	name: "ci",
	scopes: ["lab:run"],
	expiresInDays: 1,
	budgetUsd: null,
	...changes,
});
const create = (owner: UserActor, changes: Partial<CreateTokenInput> = {}) =>
	lab.api.as(owner).access.tokens.create(input(changes));
const actorOf = async (token: string): Promise<TokenActor> => {
	const actor = await authenticateToken(lab.api.db, token);
	if (!actor) throw new Error("The token opens nothing.");
	return actor;
};
const opens = async (token: string) => (await authenticateToken(lab.api.db, token)) !== null;

describe("a token", () => {
	it("is shown once and stored as a hash only", async () => {
		const { id, token } = await create(user);
		expect(token).toMatch(new RegExp(`^llmh_${id}_[A-Za-z0-9_-]{43}$`));
		const secret = token.slice(token.length - 43);
		const [row] = await lab.api.db.select().from(apiTokens).where(eq(apiTokens.id, id));
		expect(row?.hash).toMatch(/^[0-9a-f]{64}$/);
		const seen = [row, await lab.api.as(user).access.tokens.list(), await lab.api.db.select().from(auditEvents)];
		expect(JSON.stringify(seen) + lab.api.logLines.join()).not.toContain(secret);
		expect(await actorOf(token)).toEqual({
			kind: "token",
			tokenId: id,
			tokenName: "ci",
			scopes: ["lab:run"],
			userId: user.userId,
			email: user.email,
			name: user.name,
			role: "user",
			tierCode: "enterprise",
		});
	});

	it("opens nothing when any character differs, is missing or is added", async () => {
		const { token } = await create(user);
		const last = token.at(-1) === "A" ? "B" : "A";
		const others = [
			token.slice(0, -1) + last,
			token.slice(0, -1),
			`${token}A`,
			token.toUpperCase(),
			` ${token}`,
			token.replace("llmh_", "llmg_"),
			token.replace(/_.{16}_/, `_${"a".repeat(16)}_`),
			"llmh_' or true --_".padEnd(token.length, "x"),
			"",
		];
		for (const other of others) expect(await opens(other), other).toBe(false);
		expect(await opens(token)).toBe(true);
	});

	it("opens nothing once it has expired, or while its user is disabled", async () => {
		const { id, token } = await create(user);
		const set = (expiresAt: Date | null) => lab.api.db.update(apiTokens).set({ expiresAt }).where(eq(apiTokens.id, id));
		await set(new Date(Date.now() - 1));
		expect(await opens(token)).toBe(false);
		expect((await lab.api.as(user).access.tokens.list()).find((listed) => listed.id === id)?.state).toBe("expired");
		await set(null);
		expect(await opens(token)).toBe(true);
		const disable = (disabledAt: Date | null) =>
			lab.api.db.update(users).set({ disabledAt }).where(eq(users.id, user.userId));
		await disable(new Date());
		expect(await opens(token)).toBe(false);
		await disable(null);
	});

	it("ends at once when it is revoked, on every server, and what it follows with it", async () => {
		const { id, token } = await create(user);
		const caller = lab.api.as(await actorOf(token));
		const hold = createHold();
		lab.sandbox.script({ text: "one two", hold, holdAfterChunks: 1 });
		const { runId } = await caller.testing.start(ask("Hi"));
		const events = (await caller.testing.events({ runId })) as AsyncIterable<unknown>;
		const following = (async () => {
			for await (const _ of events);
		})();
		following.catch(() => {});
		await lab.sandbox.waitFor(({ chunksSent }) => chunksSent >= 1);
		expect(await lab.api.as(user).access.tokens.revoke({ tokenId: id })).toEqual({ revoked: true });
		await expect(following).rejects.toMatchObject({ code: "UNAUTHORIZED", message: "The API token was revoked." });
		expect(await lab.api.as(user).access.tokens.revoke({ tokenId: id })).toEqual({ revoked: false });
		const other = lab.api.secondServer();
		expect(await authenticateToken(other.db, token)).toBeNull();
		hold.release();
		await follow(lab.api, user, runId);
		await other.close();
	});

	it("has the role and tier of this moment", async () => {
		const person = await lab.api.createUser("admin");
		const { token } = await create(person, { scopes: ["admin"] });
		await lab.api.db.update(users).set({ role: "viewer", tierCode: "trial" }).where(eq(users.id, person.userId));
		expect(await actorOf(token)).toMatchObject({ role: "viewer", tierCode: "trial" });
	});

	it("remembers when it was last used", async () => {
		const { id, token } = await create(user);
		const lastUsed = async () =>
			(await lab.api.as(user).access.tokens.list()).find((listed) => listed.id === id)?.lastUsedAt;
		expect(await lastUsed()).toBeNull();
		await actorOf(token);
		const first = await lastUsed();
		expect(first).toBeInstanceOf(Date);
		await actorOf(token);
		expect(await lastUsed()).toEqual(first);
	});

	it("is held by its budget, and its runs stand in the user's history", async () => {
		const { id, token } = await create(user, { budgetUsd: "0.01" });
		const actor = await actorOf(token);
		const { runId } = await lab.api.as(actor).testing.start(ask("Hi"));
		await follow(lab.api, user, runId);
		expect((await lab.api.as(user).testing.history({ limit: 1 })).tests[0]?.runId).toBe(runId);
		const refused = lab.api
			.as(actor)
			.testing.start({ ...ask("Hi"), parameters: { temperature: 1, topP: 1, maxTokens: 5000 } });
		await expect(refused).rejects.toMatchObject({
			code: "TOO_MANY_REQUESTS",
			cause: { details: { rule: "token_budget" } },
		});
		const listed = (await lab.api.as(user).access.tokens.list()).find((one) => one.id === id);
		expect(listed).toMatchObject({ requestsThisMonth: 1, budgetUsd: "0.01", state: "active" });
		expect(Number(listed?.spentUsd)).toBeGreaterThan(0);
	});
});

describe("whose a token is", () => {
	it("is the caller's own business, or an admin's", async () => {
		const other = await lab.api.createUser("power_user");
		const admin = await lab.api.createUser("admin");
		const { id } = await create(user);
		const forbidden = { code: "FORBIDDEN" };
		await expect(create(other, { userId: user.userId })).rejects.toMatchObject(forbidden);
		await expect(lab.api.as(other).access.tokens.list({ userId: user.userId })).rejects.toMatchObject(forbidden);
		await expect(lab.api.as(other).access.tokens.list({ all: true })).rejects.toMatchObject(forbidden);
		await expect(lab.api.as(other).access.tokens.revoke({ tokenId: id })).rejects.toMatchObject({ code: "NOT_FOUND" });
		expect(await lab.api.as(other).access.tokens.list()).toEqual([]);
		const made = await create(admin, { userId: other.userId });
		expect(await actorOf(made.token)).toMatchObject({ userId: other.userId, role: "power_user" });
		const own = await create(other);
		expect(await lab.api.as(other).access.tokens.list()).toMatchObject([
			{ id: own.id, madeBy: null },
			{ id: made.id, madeBy: admin.email, userEmail: other.email },
		]);
		const [event] = await lab.api.db.select().from(auditEvents).where(eq(auditEvents.targetId, made.id));
		expect(event).toMatchObject({ actorId: admin.userId, after: { user: other.email, scopes: ["lab:run"] } });
		expect((await lab.api.as(admin).access.tokens.list({ all: true })).map((token) => token.id)).toContain(id);
		await lab.api.as(admin).access.tokens.revoke({ tokenId: id });
		await expect(create(admin, { userId: "nobody" })).rejects.toMatchObject({ code: "NOT_FOUND" });
	});

	it.each<[string, "viewer" | "user" | "power_user", Scope]>([
		["admin", "power_user", "admin"],
		["admin", "user", "admin"],
		["a spender", "viewer", "lab:run"],
		["a spender", "viewer", "gateway:run"],
	])("never reaches further than its user: as %s for a %s", async (_, role, scope) => {
		const owner = await lab.api.createUser(role);
		await expect(create(owner, { scopes: [scope] })).rejects.toMatchObject({ code: "UNPROCESSABLE_CONTENT" });
		const admin = await lab.api.createUser("admin");
		const attempt = create(admin, { scopes: [scope], userId: owner.userId });
		await expect(attempt).rejects.toMatchObject({ code: "UNPROCESSABLE_CONTENT" });
	});

	it("ends at 50 open ones", async () => {
		const owner = await lab.api.createUser("user");
		const row = { userId: owner.userId, name: "t", hash: "", scopes: [], createdBy: owner.userId };
		await lab.api.db
			.insert(apiTokens)
			.values(Array.from({ length: 49 }, (_, i) => ({ ...row, id: `${owner.userId}${i}` })));
		const attempts = await Promise.allSettled(Array.from({ length: 5 }, () => create(owner)));
		expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
		const expired = lab.api.db.update(apiTokens).set({ expiresAt: new Date(Date.now() - 1) });
		await expired.where(eq(apiTokens.userId, owner.userId));
		expect(await create(owner)).toMatchObject({ name: "ci" });
	});

	it.each([
		["no scope", { scopes: [] }],
		["an unknown scope", { scopes: ["root"] }],
		["no name", { name: " " }],
		["a role", { role: "admin" }],
		["its own hash", { hash: "0".repeat(64) }],
		["a budget below nothing", { budgetUsd: "-1" }],
		["an expiry in the past", { expiresInDays: 0 }],
	])("takes no input with %s", async (_, changes) => {
		await expect(create(user, changes as never)).rejects.toMatchObject({ code: "BAD_REQUEST" });
	});
});
