import { randomBytes } from "node:crypto";
import { schema } from "@llm-hub/db";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordMany } from "../audit/fixtures.ts";
import { createTestApi, type TestApi } from "../test/harness.ts";
import { proveKeyring } from "./canary.ts";
import type { EncryptionKey } from "./encryption-keys.ts";
import { saveSealedKeys } from "./test/sealed-keys.ts";

const newRingKey = (id: string): EncryptionKey => ({ id, key: randomBytes(32) });
const [k1, k2] = [newRingKey("k1"), newRingKey("k2")];

let database: TestApi;
beforeAll(async () => {
	database = await createTestApi({ encryptionKeys: [k1] });
});
afterAll(() => database.close());

/** A server with that ring over a database that holds no secret. */
async function emptyWith(encryptionKeys: EncryptionKey[]): Promise<TestApi> {
	const { auditEvents, auditHead, auditKeys, llmProviders, settings } = schema;
	for (const table of [llmProviders, auditEvents, auditHead, auditKeys, settings]) await database.db.delete(table);
	return database.secondServer({ encryptionKeys });
}

const proofOf = ({ db, services }: TestApi) => proveKeyring(db, services.keyring);

describe("proveKeyring", () => {
	it("is content with a new database, and with the same ring again", async () => {
		const api = await emptyWith([k1, k2]);
		const whole = { state: "ok", primaryKeyId: "k1", savedKeys: [], unreadable: [], problems: [] };
		expect(await Promise.all([proofOf(api), proofOf(api.secondServer())])).toEqual([whole, whole]);
		await saveSealedKeys(api.db, api.services.keyring, 2);
		expect(await proofOf(api)).toEqual({ ...whole, savedKeys: [{ keyId: "k1", secrets: 2 }] });
		const turned = api.secondServer({ encryptionKeys: [k2, k1] });
		expect(await proofOf(turned)).toMatchObject({ state: "ok", primaryKeyId: "k2" });
	});

	it("names a key that is missing; its rows are unreadable, the rest goes on", async () => {
		const api = await emptyWith([k1]);
		await saveSealedKeys(api.db, api.services.keyring, 2, "lost");
		const other = api.secondServer({ encryptionKeys: [k2] });
		const admin = other.as(await other.createUser("admin"));
		expect(await proofOf(other)).toMatchObject({
			state: "failed",
			unreadable: [{ keyId: "k1", reason: "missing", secrets: 2 }],
			problems: [
				"2 saved keys cannot be read: keyring key k1 is missing. Put it back into ENCRYPTION_KEYS, or save the keys again.",
			],
		});
		await admin.keys.save({ providerType: "groq", apiKey: "sk-test-goes-on", test: false });
		expect(await admin.keys.keyring()).toMatchObject({ state: "degraded", unreadable: [{ keyId: "k1" }] });
		const { providers } = await admin.keys.list();
		expect(providers.filter(({ healthStatus }) => healthStatus === "unreadable")).toHaveLength(2);
		expect(providers.find(({ providerType }) => providerType === "groq")).toMatchObject({ problem: null });
		expect(await proofOf(other.secondServer({ encryptionKeys: [k2, k1] }))).toMatchObject({ state: "ok" });
	});

	it("tells another key under the same id from a missing one, and believes it once nothing of the old is left", async () => {
		const api = await emptyWith([k1]);
		await saveSealedKeys(api.db, api.services.keyring, 1);
		expect(await proofOf(api)).toMatchObject({ state: "ok" });
		const other = api.secondServer({ encryptionKeys: [newRingKey("k1")] });
		expect(await proofOf(other)).toMatchObject({
			state: "failed",
			unreadable: [{ keyId: "k1", reason: "different", secrets: 1 }],
			problems: [expect.stringContaining("k1 is another one than the one they were encrypted with")],
		});
		await other.db.delete(schema.llmProviders);
		expect(await proofOf(other)).toMatchObject({ state: "ok" });
		await saveSealedKeys(other.db, other.services.keyring, 1);
		expect(await proofOf(other)).toMatchObject({ state: "ok", savedKeys: [{ keyId: "k1", secrets: 1 }] });
	});

	it("tells when only the audit's earlier events cannot be checked", async () => {
		const api = await emptyWith([k1]);
		await recordMany(api, null, 1);
		expect(await proofOf(api.secondServer({ encryptionKeys: [k2] }))).toMatchObject({
			state: "degraded",
			unreadable: [],
			problems: [expect.stringContaining("audit cannot be checked: keyring key k1 is missing")],
		});
	});

	it("keeps nothing in the database that opens without the ring", async () => {
		const api = await emptyWith([k1]);
		await proofOf(api);
		const [canary] = await api.db.select().from(schema.settings);
		expect(canary).toMatchObject({ key: "keyring-canary:k1", value: expect.stringMatching(/^v1\.k1\./) });
	});
});
