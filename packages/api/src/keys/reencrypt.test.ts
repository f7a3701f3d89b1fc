import { randomBytes } from "node:crypto";
import { schema } from "@llm-hub/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordMany } from "../audit/fixtures.ts";
import { verifyAudit } from "../audit/verify.ts";
import { createTestApi, type TestApi } from "../test/harness.ts";
import type { EncryptionKey } from "./encryption-keys.ts";
import { createKeyring } from "./keyring.ts";
import { reencrypt } from "./reencrypt.ts";
import type { ReencryptEvent } from "./schema.ts";
import { readSealedKeys, saveSealedKeys } from "./test/sealed-keys.ts";

const { auditEvents, llmProviders } = schema;
const newRingKey = (id: string): EncryptionKey => ({ id, key: randomBytes(32) });
const [k1, k2, k3] = [newRingKey("k1"), newRingKey("k2"), newRingKey("k3")];

let database: TestApi;
beforeAll(async () => {
	database = await createTestApi({ encryptionKeys: [k1] });
});
afterAll(() => database.close());

/** Servers of which the first saved keys and one event under k1, and which then came to have another ring. */
async function rotated(encryptionKeys: EncryptionKey[], count = 25): Promise<TestApi> {
	for (const table of [llmProviders, auditEvents, schema.auditHead, schema.auditKeys]) await database.db.delete(table);
	await saveSealedKeys(database.db, database.services.keyring, count);
	await recordMany(database, null, 1);
	return database.secondServer({ encryptionKeys });
}

const contextOf = (api: TestApi) => ({
	...{ db: api.db, services: api.services, actor: null },
	...{ requestId: "test", address: "test", userAgent: null },
});

async function run(api: TestApi, options: { dryRun?: boolean; batchSize?: number } = {}) {
	const events: ReencryptEvent[] = [];
	for await (const event of reencrypt(contextOf(api), { dryRun: false, ...options })) events.push(event);
	const result = events.at(-1)!;
	if (result.type !== "result") throw new Error("It ended without a result.");
	return { events, result };
}

describe("reencrypt", () => {
	it("wraps everything with the first key, so that the old one can go, and touches no secret", async () => {
		const api = await rotated([k2, k1]);
		const before = await api.db.select().from(llmProviders).orderBy(llmProviders.id);
		const { events, result } = await run(api, { batchSize: 10 });
		// 25 saved keys in three batches, and the key of the audit.
		expect(events.slice(0, -1)).toEqual([0, 10, 20, 25, 26].map((done) => ({ type: "progress", done, total: 26 })));
		expect(result).toMatchObject({ primaryKeyId: "k2", rewrapped: 26, remaining: 0, unreadable: [] });
		const after = await api.db.select().from(llmProviders).orderBy(llmProviders.id);
		const kept = (rows: typeof after) =>
			rows.map(({ encryptedSecret, ...row }) => ({ ...row, ciphertext: encryptedSecret?.split(".")[3] }));
		expect(kept(after)).toEqual(kept(before));
		const alone = api.secondServer({ encryptionKeys: [k2] });
		expect(await readSealedKeys(alone.db, alone.services.keyring)).toEqual({ total: 25, right: 25, under: { k2: 25 } });
		expect(await verifyAudit({ db: alone.db, keyring: alone.services.keyring })).toMatchObject({ ok: true });
		expect((await run(alone)).result).toMatchObject({ rewrapped: 0, remaining: 0 });
	});

	it("tells the audit of every batch, in its transaction", async () => {
		const api = await rotated([k2, k1]);
		await run(api, { batchSize: 10 });
		const events = await api.db.select().from(auditEvents).where(eq(auditEvents.action, "keys.reencrypt"));
		expect(events.map(({ after, targetId }) => ({ after, targetId }))).toEqual(
			[10, 10, 5, 1].map((secrets) => ({ after: { secrets }, targetId: "k2" })),
		);
	});

	it("writes nothing in a dry run, and says what it would do", async () => {
		const api = await rotated([k2, k1]);
		const before = await api.db.select().from(llmProviders);
		const { result } = await run(api, { dryRun: true });
		expect(result).toMatchObject({ dryRun: true, rewrapped: 26, remaining: 26 });
		expect(await api.db.select().from(llmProviders)).toEqual(before);
		expect(await api.db.$count(auditEvents)).toBe(1);
	});

	it("leaves what it cannot read as it is, and says which keys of the ring it misses", async () => {
		const api = await rotated([k2, k1]);
		await saveSealedKeys(api.db, createKeyring([k3]), 3, "other");
		await api.db
			.update(llmProviders)
			.set({ encryptedSecret: `v1.k1.${Buffer.alloc(60).toString("base64url")}.AAAA` })
			.where(eq(llmProviders.id, "key-00007"));
		const before = await api.db.select().from(llmProviders).where(eq(llmProviders.id, "other-00001"));
		const { result } = await run(api, { batchSize: 2 });
		expect(result).toMatchObject({ rewrapped: 25, remaining: 4 });
		expect(result.unreadable).toEqual([
			{ keyId: "k1", reason: "different", secrets: 1 },
			{ keyId: "k3", reason: "missing", secrets: 3 },
		]);
		expect(await api.db.select().from(llmProviders).where(eq(llmProviders.id, "other-00001"))).toEqual(before);
	});

	it("stops between two batches when its caller leaves, and goes on from there", async () => {
		const api = await rotated([k2, k1]);
		const leaving = new AbortController();
		const stream = reencrypt(contextOf(api), { dryRun: false, batchSize: 10 }, leaving.signal);
		await expect(
			(async () => {
				for await (const event of stream) if (event.type === "progress" && event.done === 10) leaving.abort();
			})(),
		).rejects.toThrow();
		expect(await readSealedKeys(api.db, api.services.keyring)).toMatchObject({ right: 25, under: { k1: 15, k2: 10 } });
		expect((await run(api)).result).toMatchObject({ rewrapped: 16, remaining: 0 });
	});

	it("does not undo a key that is saved meanwhile", async () => {
		const api = await rotated([k2, k1], 3);
		const stream = reencrypt(contextOf(api), { dryRun: false, batchSize: 1 });
		await stream.next();
		const admin = api.as(await api.createUser("admin"));
		const saved = { providerType: "openai", name: "key-00001", apiKey: "sk-test-newer-key", test: false } as const;
		await admin.keys.save(saved);
		for await (const _ of stream);
		const { providers } = await admin.keys.list();
		expect(providers.find(({ name }) => name === "key-00001")).toMatchObject({ keyPreview: "***", problem: null });
		expect(await readSealedKeys(api.db, api.services.keyring)).toMatchObject({ total: 3, right: 2, under: { k2: 3 } });
	});

	it("runs on two servers at once while both read: nothing is ever unreadable, nothing is wrapped twice", async () => {
		const api = await rotated([k2, k1], 60);
		const other = api.secondServer();
		let isOver = false;
		const readAll = async (server: TestApi) => {
			let reads = 0;
			while (!isOver) {
				expect(await readSealedKeys(server.db, server.services.keyring)).toMatchObject({ total: 60, right: 60 });
				reads++;
			}
			return reads;
		};
		const readers = [readAll(api), readAll(other)];
		const [one, two] = await Promise.all([run(api, { batchSize: 7 }), run(other, { batchSize: 11 })]);
		isOver = true;
		for (const reads of await Promise.all(readers)) expect(reads).toBeGreaterThan(2);
		expect(one.result.rewrapped + two.result.rewrapped).toBe(61);
		expect((await run(api)).result.remaining).toBe(0);
	});

	it("is a button: an admin follows it as it goes", async () => {
		const api = await rotated([k2, k1]);
		const admin = await api.createUser("admin");
		const events: ReencryptEvent[] = [];
		for await (const event of await api.as(admin).keys.reencrypt({})) events.push(event);
		expect(events.at(-1)).toMatchObject({ type: "result", rewrapped: 26, remaining: 0 });
		const [told] = await api.db.select().from(auditEvents).where(eq(auditEvents.action, "keys.reencrypt"));
		expect(told).toMatchObject({ actorId: admin.userId, actorEmail: admin.email });
	});
});
