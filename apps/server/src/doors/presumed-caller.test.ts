import { createHash, randomUUID } from "node:crypto";
import { type Db, schema } from "@llm-hub/db";
import { createHold } from "@llm-hub/sandbox";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../test/server.ts";

const { apiTokens, llmUsageLogs, sessions, users } = schema;

let server: TestServer;
beforeAll(async () => {
	server = await startTestServer();
});
afterAll(() => server.close());

const messages = [{ role: "user", content: "Hi" }];
const known = "openai/gpt-4o-mini";
const png = Buffer.from("\x89PNG\r\n\x1a\n and the rest of a picture", "latin1").toString("base64");
const withImage = {
	rest: [{ role: "user", content: [{ type: "image_url", image_url: { url: `data:image/png;base64,${png}` } }] }],
	trpc: [{ role: "user", content: "", images: [{ mediaType: "image/png", base64: png }] }],
};
const doorNames = ["rest", "trpc"] as const;
type DoorName = (typeof doorNames)[number];
const asked = (door: DoorName, modelId = known, said: object[] = messages) =>
	door === "rest" ? { model_id: modelId, messages: said } : { modelId, messages: said, parameters: {} };
const doors = {
	rest: (token: string, body: object = asked("rest")) => server.call("POST", "/api/v1/llm/test", { token, body }),
	trpc: (token: string, body: object = asked("trpc")) => server.call("POST", "/trpc/testing.start", { token, body }),
};
const isPresumed = (token: string) => server.door.services.recentCallers.of(token) !== undefined;
const runsOf = (userId: string) => server.door.opened.db.$count(llmUsageLogs, eq(llmUsageLogs.userId, userId));

/** Somebody who began a run by that door with a session, and is presumed to be there still. */
async function withSession(door: DoorName) {
	const person = await server.signIn("user");
	return presumed(door, { ...person, id: createHash("sha256").update(person.token).digest("hex") });
}

/** The same with an API token. */
async function withToken(door: DoorName) {
	const { userId, token: session } = await server.signIn("user");
	const body = { name: randomUUID(), scopes: ["lab:run", "usage:read"] };
	const made = await server.call("POST", "/trpc/access.tokens.create", { token: session, body });
	const { id, token } = made.json.result.data as { id: string; token: string };
	return presumed(door, { userId, token, id });
}

interface Opened {
	userId: string;
	token: string;
	/** Of the session, or of the API token. */
	id: string;
}

async function presumed<Given extends Opened>(door: DoorName, opened: Given): Promise<Given> {
	expect((await doors[door](opened.token)).status).toBe(200);
	expect(isPresumed(opened.token)).toBe(true);
	expect((await doors[door](opened.token)).status).toBe(200);
	return opened;
}

const endings: [string, typeof withSession | typeof withToken, (db: Db, opened: Opened) => Promise<unknown>][] = [
	["a session that was ended", withSession, (db, { id }) => db.delete(sessions).where(eq(sessions.id, id))],
	[
		"a session that ran out",
		withSession,
		(db, { id }) => db.update(sessions).set({ expiresAt: sql`now()` }).where(eq(sessions.id, id)),
	],
	[
		"a session of thirty days",
		withSession,
		(db, { id }) => db.update(sessions).set({ createdAt: sql`now() - interval '30 days'` }).where(eq(sessions.id, id)),
	],
	[
		"a person who was disabled",
		withSession,
		(db, { userId }) => db.update(users).set({ disabledAt: new Date() }).where(eq(users.id, userId)),
	],
	[
		"a token that was revoked",
		withToken,
		(db, { id }) => db.update(apiTokens).set({ revokedAt: new Date() }).where(eq(apiTokens.id, id)),
	],
	[
		"a token that ran out",
		withToken,
		(db, { id }) => db.update(apiTokens).set({ expiresAt: sql`now()` }).where(eq(apiTokens.id, id)),
	],
	[
		"a disabled person's token",
		withToken,
		(db, { userId }) => db.update(users).set({ disabledAt: new Date() }).where(eq(users.id, userId)),
	],
];

describe.each(doorNames)("a run that is begun for whom a token stood for a moment ago (%s)", (door) => {
	it.each(endings)("is refused to %s, and nothing is written", async (_what, opens, end) => {
		const opened = await opens(door);
		await end(server.door.opened.db, opened);
		expect(isPresumed(opened.token)).toBe(true);
		expect((await doors[door](opened.token)).status).toBe(401);
		expect(isPresumed(opened.token)).toBe(false);
		expect(await runsOf(opened.userId)).toBe(2);
	});

	it.each<[string, object, number]>([
		["a custom server's model", asked(door, "custom/environment/echo"), 200],
		["a run with an image", asked(door, known, withImage[door]), 200],
		["a model that nobody knows", asked(door, "openai/none"), 404],
		["an alias that nobody knows", asked(door, "none"), 404],
		["input that is not right", asked(door, known, []), door === "rest" ? 422 : 400],
		["a body that is no input at all", [], door === "rest" ? 422 : 400],
	])("tells who is nobody by now just that, also of %s", async (_what, body, before) => {
		const opened = await withSession(door);
		expect((await doors[door](opened.token, body)).status).toBe(before);
		await presumed(door, opened);
		const runs = await runsOf(opened.userId);
		await server.door.opened.db.delete(sessions).where(eq(sessions.id, opened.id));
		expect((await doors[door](opened.token, body)).status).toBe(401);
		expect(await runsOf(opened.userId)).toBe(runs);
	});

	it("tells whose role only reads by now just that, also of input that is not right", async () => {
		const { token, userId } = await withSession(door);
		await server.door.opened.db.update(users).set({ role: "viewer" }).where(eq(users.id, userId));
		expect((await doors[door](token, asked(door, known, []))).status).toBe(403);
	});

	it("asks nobody, and asks after a refusal", async () => {
		const { token, id } = await withSession(door);
		const { db } = server.door.opened;
		const lastSeenAt = new Date(Date.now() - 3_600_000);
		const seen = async () => (await db.select().from(sessions).where(eq(sessions.id, id)))[0]?.lastSeenAt;
		await db.update(sessions).set({ lastSeenAt }).where(eq(sessions.id, id));
		expect((await doors[door](token)).status).toBe(200);
		expect(await seen()).toEqual(lastSeenAt);
		await doors[door](token, {});
		expect(isPresumed(token)).toBe(false);
		expect(await seen()).not.toEqual(lastSeenAt);
	});

	it("is refused to a token that no longer reaches so far", async () => {
		const { token, id, userId } = await withToken(door);
		await server.door.opened.db
			.update(apiTokens)
			.set({ scopes: ["usage:read"] })
			.where(eq(apiTokens.id, id));
		expect((await doors[door](token)).status).toBe(403);
		expect(await runsOf(userId)).toBe(2);
	});

	it("is refused to who may only read by now, and begun for whoever may more", async () => {
		const { token, userId } = await withSession(door);
		const { db } = server.door.opened;
		await db.update(users).set({ role: "viewer" }).where(eq(users.id, userId));
		expect((await doors[door](token)).status).toBe(403);
		await db.update(users).set({ role: "admin" }).where(eq(users.id, userId));
		expect((await doors[door](token)).status).toBe(200);
		expect(await runsOf(userId)).toBe(3);
	});

	it("is refused to one session of a person's and begun for the other, both at once", async () => {
		const one = await withSession(door);
		const other = createHash("sha256").update(`${one.token}-2`).digest();
		const token = other.toString("base64url");
		const id = createHash("sha256").update(token).digest("hex");
		const { db } = server.door.opened;
		await db.insert(sessions).values({ id, userId: one.userId, expiresAt: new Date(Date.now() + 3_600_000) });
		await presumed(door, { ...one, token, id });
		await db.delete(sessions).where(eq(sessions.id, one.id));
		const calls = Array.from({ length: 10 }, (_, place) => doors[door](place % 2 ? token : one.token));
		const statuses = (await Promise.all(calls)).map(({ status }) => status);
		expect(statuses).toEqual(Array.from({ length: 10 }, (_, place) => (place % 2 ? 200 : 401)));
		expect(await runsOf(one.userId)).toBe(4 + 5);
	});
});

it("presumes nobody once the run has begun: it is told how it ended, whatever became of the session", async () => {
	const { token, id } = await withSession("rest");
	const hold = createHold();
	server.sandbox.script({ hold, fail: "quota" });
	const answer = doors.rest(token, { ...asked("rest"), stream: false });
	await hold.reached;
	await server.door.opened.db.delete(sessions).where(eq(sessions.id, id));
	hold.release();
	expect((await answer).status).toBe(502);
	expect(isPresumed(token)).toBe(true);
});

it("presumes nobody by an API token in a cookie", async () => {
	const { token } = await withToken("rest");
	const headers = { cookie: `llm_hub_session=${token}`, "sec-fetch-site": "same-origin" };
	expect((await server.call("POST", "/api/v1/llm/test", { headers, body: asked("rest") })).status).toBe(401);
});

it("presumes nobody by a door that starts no run", async () => {
	const { token, id } = await withSession("rest");
	await server.door.opened.db.delete(sessions).where(eq(sessions.id, id));
	for (const path of ["/api/v1/llm/test/history", "/trpc/testing.stats"]) {
		expect((await server.call("GET", path, { token })).status).toBe(401);
	}
});
