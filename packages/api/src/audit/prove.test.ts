import { randomBytes } from "node:crypto";
import { schema } from "@llm-hub/db";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { UserActor } from "../context.ts";
import { createTestApi, type TestApi } from "../test/harness.ts";
import { recordMany } from "./fixtures.ts";
import { proveAuditWhenDue } from "./prove.ts";
import type { AuditProofEvent } from "./schema.ts";

const { auditEvents, settings } = schema;
const day = 24 * 60 * 60 * 1000;

let api: TestApi;
let admin: UserActor;
beforeAll(async () => {
	api = await createTestApi({ encryptionKeys: [{ id: "one", key: randomBytes(32) }] });
	admin = await api.createUser("admin");
});
afterAll(() => api.close());

const status = (of = api) => of.as(admin).audit.status();

it("proves the chain on demand, tells how far it is, and keeps what it found with the time", async () => {
	expect(await status()).toEqual({ lastSeq: 0, lastAt: null, proof: null });
	await recordMany(api, null, 7);
	const events: AuditProofEvent[] = [];
	for await (const event of await api.as(admin).audit.verify()) events.push(event);
	const found = { ok: true, checked: 7, head: { seq: 7 }, problems: [] };
	expect(events).toMatchObject([
		{ type: "progress", checked: 7, total: 7 },
		{ type: "result", ...found },
	]);
	expect(await status()).toMatchObject({
		...{ lastSeq: 7, lastAt: expect.any(Date), proof: { ...found, at: expect.any(Date) } },
	});
});

it("proves it once a day without anybody asking; a broken chain is an error in the log", async () => {
	const first = await status();
	await api.db.update(auditEvents).set({ actorEmail: "else@example.com" }).where(eq(auditEvents.seq, 2));
	await proveAuditWhenDue(api, Date.now() + day / 2);
	expect(await status()).toEqual(first);
	expect(api.logLines.join("")).not.toContain("the audit is not whole");
	await proveAuditWhenDue(api, Date.now() + day);
	expect((await status()).proof).toMatchObject({ ok: false, problems: [{ seq: 2, kind: "changed" }] });
	expect(api.logLines.find((line) => line.includes("the audit is not whole"))).toContain("Event 2 was changed");
});

it("shows no proof that the server did not keep: under a key that is gone, or made up in the database", async () => {
	const other = api.secondServer({ encryptionKeys: [{ id: "two", key: randomBytes(32) }] });
	expect((await status(other)).proof).toBeNull();
	expect((await status()).proof).not.toBeNull();
	const value = { ok: true, checked: 7, head: null, problems: [], at: new Date().toISOString() };
	await api.db.update(settings).set({ value }).where(sql`${settings.key} = 'audit-proof'`);
	expect((await status()).proof).toBeNull();
});
