import { createHash } from "node:crypto";
import { schema } from "@llm-hub/db";
import { eq, type SQLWrapper, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createTestApi, type TestApi } from "../test/harness.ts";
import { pruneAuth } from "./prune.ts";
import { authenticate } from "./session.ts";
import { createPerson, signIn } from "./test/people.ts";

const { sessions, users } = schema;

let api: TestApi;
beforeAll(async () => {
	api = await createTestApi();
});
afterAll(() => api.close());

const enter = async (from?: { address?: string; userAgent?: string }) =>
	signIn(api, (await createPerson(api)).email, from);
const row = async (id: string) => (await api.db.select().from(sessions).where(eq(sessions.id, id)))[0];
/** As if the session had been opened, last used and prolonged so many days earlier. */
const age = (id: string, days: number) => {
	const earlier = (column: SQLWrapper) => sql`${column} - make_interval(secs => ${days * 86_400})`;
	return api.db
		.update(sessions)
		.set({
			createdAt: earlier(sessions.createdAt),
			lastSeenAt: earlier(sessions.lastSeenAt),
			expiresAt: earlier(sessions.expiresAt),
		})
		.where(eq(sessions.id, id));
};

describe("a token", () => {
	it("is stored as its SHA-256 only, so that a dump of the table opens nothing", async () => {
		const { token, actor } = await enter();
		const dump = await api.db.select().from(sessions);
		expect(JSON.stringify(dump)).not.toContain(token);
		expect(actor.sessionId).toBe(createHash("sha256").update(token).digest("hex"));
		for (const value of dump.flatMap((session) => Object.values(session))) {
			expect(await authenticate(api.db, String(value))).toBeNull();
		}
	});

	it("is told from one that shares its first 20 characters", async () => {
		const one = await enter();
		const twin = one.token.slice(0, 20) + "A".repeat(23);
		expect(await authenticate(api.db, twin)).toBeNull();
		const other = await createPerson(api);
		const id = createHash("sha256").update(twin).digest("hex");
		await api.db.insert(sessions).values({ id, userId: other.userId, expiresAt: new Date(Date.now() + 60_000) });
		expect((await authenticate(api.db, twin))?.userId).toBe(other.userId);
		expect((await authenticate(api.db, one.token))?.userId).toBe(one.actor.userId);
	});

	it("opens nothing when it is longer, shorter, of other letters or no token at all", async () => {
		const { token } = await enter();
		const unlike = [`${token} `, ` ${token}`, `${token}A`, token.slice(1), token.toUpperCase(), token.toLowerCase()];
		for (const text of [...unlike, "", "' or '1'='1", `${token}' --`, `${token}\u0000`, "x".repeat(100_000)]) {
			expect(await authenticate(api.db, text)).toBeNull();
		}
	});
});

describe("who comes with a token", () => {
	it("has the role and tier of this moment", async () => {
		const { token, actor } = await enter();
		await api.db.update(users).set({ role: "viewer", tierCode: "trial" }).where(eq(users.id, actor.userId));
		expect(await authenticate(api.db, token)).toMatchObject({ role: "viewer", tierCode: "trial" });
	});

	it("is nobody while disabled, and after the account is gone", async () => {
		const { token, actor } = await enter();
		await api.db.update(users).set({ disabledAt: new Date() }).where(eq(users.id, actor.userId));
		expect(await authenticate(api.db, token)).toBeNull();
		await api.db.update(users).set({ disabledAt: null }).where(eq(users.id, actor.userId));
		expect(await authenticate(api.db, token)).not.toBeNull();
		await api.db.delete(users).where(eq(users.id, actor.userId));
		expect(await authenticate(api.db, token)).toBeNull();
	});

	it("is written down as seen every few minutes, not at each request", async () => {
		const { token, actor } = await enter();
		const opened = await row(actor.sessionId);
		await authenticate(api.db, token);
		expect(await row(actor.sessionId)).toEqual(opened);
		await age(actor.sessionId, 1);
		await authenticate(api.db, token);
		const seen = await row(actor.sessionId);
		expect(seen?.lastSeenAt.getTime()).toBeGreaterThanOrEqual(opened?.lastSeenAt.getTime() ?? Number.NaN);
		expect(seen?.expiresAt.getTime()).toBeGreaterThanOrEqual(opened?.expiresAt.getTime() ?? Number.NaN);
	});
});

describe("time", () => {
	it("ends a session unused for 14 days", async () => {
		const { token, actor } = await enter();
		await age(actor.sessionId, 13.9);
		expect(await authenticate(api.db, token)).not.toBeNull();
		await age(actor.sessionId, 14);
		expect(await authenticate(api.db, token)).toBeNull();
		expect(await row(actor.sessionId)).toBeUndefined();
	});

	it("ends a session after 30 days, however much it is used", async () => {
		const { token, actor } = await enter();
		for (let days = 0; days < 29; days += 5) {
			expect(await authenticate(api.db, token)).not.toBeNull();
			await age(actor.sessionId, 5);
		}
		expect(await authenticate(api.db, token)).toBeNull();
		expect(await row(actor.sessionId)).toBeUndefined();
	});

	it("lets nobody list or keep what is over", async () => {
		const { actor, caller } = await enter();
		const idle = await signIn(api, actor.email);
		const old = await signIn(api, actor.email);
		await age(idle.actor.sessionId, 15);
		await api.db
			.update(sessions)
			.set({ createdAt: new Date(Date.now() - 31 * 86_400_000) })
			.where(eq(sessions.id, old.actor.sessionId));
		expect(await caller.auth.sessions.list()).toHaveLength(1);
		await pruneAuth(api.db);
		expect(await api.db.$count(sessions, eq(sessions.userId, actor.userId))).toBe(1);
	});
});

describe("the list of sessions", () => {
	it("shows the caller's own with where they came from, the current one marked, by a handle that opens nothing", async () => {
		const here = await enter({ address: "203.0.113.9", userAgent: "Firefox" });
		const there = await signIn(api, here.actor.email, { address: "2001:db8::1" });
		await enter();
		const list = await here.caller.auth.sessions.list();
		expect(list).toHaveLength(2);
		expect(list.find((session) => session.current)).toMatchObject({ address: "203.0.113.9", userAgent: "Firefox" });
		expect(list.find((session) => !session.current)).toMatchObject({ address: "2001:db8::1", userAgent: null });
		const shown = JSON.stringify(list);
		for (const secret of [here.token, there.token, here.actor.sessionId, there.actor.sessionId]) {
			expect(shown).not.toContain(secret);
		}
	});

	it("is nobody else's to end", async () => {
		const mine = await enter();
		const theirs = await enter();
		const [session] = await theirs.caller.auth.sessions.list();
		await expect(mine.caller.auth.sessions.revoke({ id: session!.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
		await expect(mine.caller.auth.sessions.revoke({ id: "%" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
		expect(await authenticate(api.db, theirs.token)).not.toBeNull();
	});

	it("is closed to the anonymous", async () => {
		const { sessions: anonymous } = api.as(null).auth;
		const refusal = { code: "UNAUTHORIZED" };
		await expect(anonymous.list()).rejects.toMatchObject(refusal);
		await expect(anonymous.revoke({ id: "0123456789abcdef" })).rejects.toMatchObject(refusal);
		await expect(anonymous.revokeAll({})).rejects.toMatchObject(refusal);
	});
});

describe("signing out", () => {
	const watch = (...people: { actor: { sessionId: string } }[]) =>
		people.map(({ actor }) => {
			const ended = vi.fn();
			api.services.sessionEvents.onEnded(actor.sessionId, ended);
			return ended;
		});

	it("ends this session, tells what follows it, and takes the cookie back", async () => {
		const here = await enter();
		const there = await signIn(api, here.actor.email);
		const [hereEnded, thereEnded] = watch(here, there);
		const setSessionCookie = vi.fn();
		expect(await api.as(here.actor, { setSessionCookie }).auth.logout()).toEqual({ ended: 1, continueAt: null });
		expect(hereEnded).toHaveBeenCalledOnce();
		expect(thereEnded).not.toHaveBeenCalled();
		expect(setSessionCookie).toHaveBeenCalledExactlyOnceWith(null);
		expect(await authenticate(api.db, here.token)).toBeNull();
		expect(await authenticate(api.db, there.token)).not.toBeNull();
	});

	it("takes the cookie of nobody back as well", async () => {
		const setSessionCookie = vi.fn();
		expect(await api.as(null, { setSessionCookie }).auth.logout({})).toEqual({ ended: 0, continueAt: null });
		expect(setSessionCookie).toHaveBeenCalledExactlyOnceWith(null);
	});

	it("ends one other session by its handle", async () => {
		const here = await enter();
		const there = await signIn(api, here.actor.email);
		const [hereEnded, thereEnded] = watch(here, there);
		const other = (await here.caller.auth.sessions.list()).find((session) => !session.current);
		expect(await here.caller.auth.sessions.revoke({ id: other!.id })).toEqual({ ended: 1 });
		expect(thereEnded).toHaveBeenCalledOnce();
		expect(hereEnded).not.toHaveBeenCalled();
		expect(await authenticate(api.db, there.token)).toBeNull();
	});

	it("ends all others, or all", async () => {
		const here = await enter();
		const others = await Promise.all([signIn(api, here.actor.email), signIn(api, here.actor.email)]);
		const bystander = await enter();
		const [hereEnded, bystanderEnded, ...othersEnded] = watch(here, bystander, ...others);
		expect(await here.caller.auth.sessions.revokeAll({ keepCurrent: true })).toEqual({ ended: 2 });
		for (const ended of othersEnded) expect(ended).toHaveBeenCalledOnce();
		expect(hereEnded).not.toHaveBeenCalled();
		for (const other of others) expect(await authenticate(api.db, other.token)).toBeNull();
		expect(await authenticate(api.db, here.token)).not.toBeNull();

		const setSessionCookie = vi.fn();
		const all = api.as(here.actor, { setSessionCookie }).auth.sessions.revokeAll({});
		expect(await all).toEqual({ ended: 1 });
		expect(hereEnded).toHaveBeenCalledOnce();
		expect(setSessionCookie).toHaveBeenCalledExactlyOnceWith(null);
		expect(await authenticate(api.db, here.token)).toBeNull();
		expect(bystanderEnded).not.toHaveBeenCalled();
		expect(await authenticate(api.db, bystander.token)).not.toBeNull();
	});

	it("is not told to those who stopped waiting", () => {
		const ended = vi.fn();
		const stop = api.services.sessionEvents.onEnded("some session", ended);
		stop();
		api.services.sessionEvents.ended("some session");
		expect(ended).not.toHaveBeenCalled();
	});
});

describe("me", () => {
	it("is the caller without anything secret, and null for the anonymous", async () => {
		const { actor, caller } = await enter();
		expect(await caller.auth.me()).toEqual({
			user: { id: actor.userId, email: actor.email, name: actor.name, role: "user", tierCode: "enterprise" },
			needsSetup: false,
			sso: false,
		});
		expect(await api.as(null).auth.me({})).toEqual({ user: null, needsSetup: false, sso: false });
	});
});
