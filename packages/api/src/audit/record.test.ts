import { schema } from "@llm-hub/db";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestApi, type TestApi } from "../test/harness.ts";
import { AuditSecret } from "./audit-key.ts";
import { anEntry, auditContext, recordMany } from "./fixtures.ts";
import { recordAudit, recordAuditAlone } from "./record.ts";
import { verifyAudit } from "./verify.ts";

const { auditEvents, users } = schema;

let api: TestApi;
beforeAll(async () => {
	api = await createTestApi();
});
afterAll(() => api.close());

const proofOf = ({ db, services }: TestApi) => verifyAudit({ db, keyring: services.keyring });
const lastEvent = async () => (await api.as(await api.createUser("admin")).audit.list({ limit: 1 })).events[0]!;

describe("recordAudit", () => {
	it("keeps who, what, before and after, from where and in which request", async () => {
		const actor = await api.createUser("admin");
		await api.db.transaction((tx) => recordAudit(tx, auditContext(api, actor), anEntry));
		expect(await lastEvent()).toMatchObject({
			actor: { kind: "user", id: actor.userId, email: actor.email },
			action: "keys.save",
			title: "Saved a provider key",
			target: { type: "provider_key", id: "key-1", name: "OpenAI" },
			before: { priority: 100, name: "OpenAI" },
			after: { priority: 50, name: "OpenAI" },
			address: "203.0.113.7",
			userAgent: "a browser",
			requestId: "request-1",
		});
	});

	it("knows nobody, the system, and somebody who is just signing in", async () => {
		const nobody = auditContext(api, null);
		await api.db.transaction(async (tx) => {
			await recordAudit(tx, nobody, { action: "auth.login.failed" });
			await recordAudit(tx, { ...nobody, actor: { kind: "system", reason: "cli" } }, { action: "keys.reencrypt" });
			await recordAudit(tx, nobody, { action: "auth.login", actor: { userId: "u1", email: "u1@example.com" } });
		});
		const { events } = await api.as(await api.createUser("admin")).audit.list({ limit: 3 });
		expect(events.map(({ actor }) => actor)).toEqual([
			{ kind: "user", id: "u1", email: "u1@example.com" },
			{ kind: "system", id: "cli", email: null },
			{ kind: "anonymous", id: null, email: null },
		]);
	});

	it("is undone with the change, and undoes the change when it cannot be written", async () => {
		const before = await api.db.$count(auditEvents);
		const user = (id: string) => ({
			id,
			email: `${id}@example.com`,
			name: id,
			role: "user" as const,
			tierCode: "trial",
		});
		const change = (id: string, end: () => void) =>
			api.db.transaction(async (tx) => {
				await tx.insert(users).values(user(id));
				await recordAudit(tx, auditContext(api, null), anEntry);
				end();
			});
		const giveUp = () => {
			throw new Error("given up");
		};
		await expect(change("undone", giveUp)).rejects.toThrow("given up");
		await api.db.execute(sql`alter table audit_events add constraint full_disk check (seq < 0) not valid`);
		await expect(change("unaudited", () => {})).rejects.toThrow();
		await api.db.execute(sql`alter table audit_events drop constraint full_disk`);
		expect(await api.db.$count(auditEvents)).toBe(before);
		expect(await api.db.$count(users, sql`id in ('undone', 'unaudited')`)).toBe(0);
		await recordMany(api, null, 1);
		expect(await proofOf(api)).toMatchObject({ ok: true, checked: before + 1 });
	});

	it("stays one chain when two servers write at once", async () => {
		const other = api.secondServer();
		const before = await api.db.$count(auditEvents);
		await Promise.all(Array.from({ length: 40 }, (_, i) => recordMany(i % 2 ? api : other, null, 1)));
		const proof = await proofOf(other);
		expect(proof).toMatchObject({ ok: true, checked: before + 40, problems: [] });
		expect(proof.head?.seq).toBe(before + 40);
	});

	it("keeps texts that the database could not: the hash still fits", async () => {
		const odd = "a\u0000b\ud800c";
		await recordAuditAlone(
			{ ...auditContext(api, null), db: api.db, userAgent: odd.repeat(200), requestId: odd },
			{
				action: "auth.login.failed",
				target: { type: "user", id: odd, name: odd },
				after: { [odd]: [odd, undefined, 1e300] },
			},
		);
		expect(await lastEvent()).toMatchObject({ requestId: "a�b�c", after: { "a�b�c": ["a�b�c", null, 1e300] } });
		expect(await proofOf(api)).toMatchObject({ ok: true });
	});
});

describe("a secret in the audit", () => {
	const secret = "sk-test-planted-canary-secret";

	it("stands as a fingerprint that is the same for the same secret, and nowhere else", async () => {
		const record = (text: string) =>
			recordAuditAlone(
				{ ...auditContext(api, null), db: api.db },
				{ ...anEntry, before: { apiKey: new AuditSecret(text) }, after: { keys: [new AuditSecret(secret)] } },
			);
		await record(secret);
		const same = await lastEvent();
		await record(`${secret}2`);
		const different = await lastEvent();
		const { apiKey } = same.before as { apiKey: string };
		expect(apiKey).toMatch(/^hmac-sha256:[0-9a-f]{16}$/);
		expect(same.after).toEqual({ keys: [apiKey] });
		expect(different.after).toEqual({ keys: [apiKey] });
		expect(different.before).not.toEqual({ apiKey });
		const dump = await api.db.execute(
			sql`select e::text from audit_events e union all select k::text from audit_keys k`,
		);
		expect(JSON.stringify(dump)).not.toContain(secret);
	});

	it("is refused where it was not wrapped, and the change with it", async () => {
		const before = await api.db.$count(auditEvents);
		for (const name of ["apiKey", "api_key", "password", "passwordHash", "secret", "encryptedSecret", "token"]) {
			const entry = { ...anEntry, after: { key: { [name]: secret } } };
			const refused = await recordAuditAlone({ ...auditContext(api, null), db: api.db }, entry).catch(String);
			expect(refused).toContain(`"${name}" only as an AuditSecret`);
			expect(refused).not.toContain(secret);
		}
		expect(await api.db.$count(auditEvents)).toBe(before);
	});

	it("does not come out of its wrapping", () => {
		const wrapped = new AuditSecret(secret);
		expect(JSON.stringify({ wrapped }) + String(wrapped) + Object.values(wrapped).join()).not.toContain(secret);
	});
});
