import { randomBytes } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestApi, type TestApi } from "../test/harness.ts";
import { auditContext, recordMany } from "./fixtures.ts";
import { recordAuditAlone } from "./record.ts";
import { verifyAudit } from "./verify.ts";

const proofOf = ({ db, services }: TestApi) => verifyAudit({ db, keyring: services.keyring });
const problemsOf = async (api: TestApi) =>
	(await proofOf(api)).problems.map(({ seq, kind, message }) => {
		expect(message).toMatch(/[.]$/);
		return `${kind} ${seq}`;
	});

/** A chain of eight events, tampered with by one statement that is undone afterwards. */
async function tampering(api: TestApi, statement: SQL): Promise<string[]> {
	await api.db.execute(sql`create table kept as table audit_events`);
	await api.db.execute(sql`create table kept_head as table audit_head`);
	await api.db.execute(statement);
	const found = await problemsOf(api);
	await api.db.execute(sql`delete from audit_events`);
	await api.db.execute(sql`insert into audit_events table kept`);
	await api.db.execute(sql`delete from audit_head`);
	await api.db.execute(sql`insert into audit_head table kept_head`);
	await api.db.execute(sql`drop table kept, kept_head`);
	return found;
}

const columns = {
	at: sql`at = at + interval '1 millisecond'`,
	actor_kind: sql`actor_kind = 'system'`,
	actor_id: sql`actor_id = 'somebody else'`,
	actor_email: sql`actor_email = null`,
	action: sql`action = 'keys.delete'`,
	target_type: sql`target_type = 'user'`,
	target_id: sql`target_id = target_id || ' '`,
	target_name: sql`target_name = ''`,
	before: sql`before = '{"name": "OpenAI"}'`,
	after: sql`after = null`,
	address: sql`address = '203.0.113.8'`,
	user_agent: sql`user_agent = 'another'`,
	request_id: sql`request_id = 'another'`,
	previous_hash: sql`previous_hash = null`,
	hash: sql`hash = reverse(hash)`,
};

const rows = 8;
let api: TestApi;
beforeAll(async () => {
	api = await createTestApi();
	await recordMany(api, await api.createUser("admin"), rows - 1);
	await recordAuditAlone({ ...auditContext(api, null), db: api.db }, { action: "auth.login.failed" });
});
afterAll(() => api.close());

describe("verifyAudit", () => {
	it("finds nothing in an audit that is as it was written, nor in an empty one", async () => {
		await using empty = await createTestApi();
		expect(await proofOf(empty)).toEqual({ ok: true, checked: 0, head: null, problems: [] });
		expect(await proofOf(api)).toMatchObject({ ok: true, checked: rows, head: { seq: rows } });
	});

	it("has a case for every column", async () => {
		const named = await api.db.execute<{ name: string }>(
			sql`select column_name as name from information_schema.columns where table_name = 'audit_events'`,
		);
		expect(named.map(({ name }) => name).sort()).toEqual([...Object.keys(columns), "key_id", "seq"].sort());
	});

	it.each(Object.keys(columns) as (keyof typeof columns)[])(
		"names the one row whose %s was changed",
		async (column) => {
			expect(await tampering(api, sql`update audit_events set ${columns[column]} where seq = 4`)).toEqual([
				"changed 4",
			]);
		},
	);

	it("names a row that was given another key or number", async () => {
		expect(await tampering(api, sql`update audit_events set key_id = 'none' where seq = 4`)).toEqual(["unreadable 4"]);
		expect(await tampering(api, sql`update audit_events set seq = 99 where seq = 4`)).toEqual([
			"missing 4",
			"missing 9",
			"changed 99",
			"end 99",
		]);
	});

	it("misses rows that were removed: from the start, the middle and the end", async () => {
		expect(await tampering(api, sql`delete from audit_events where seq = 1`)).toEqual(["missing 1"]);
		expect(await tampering(api, sql`delete from audit_events where seq in (4, 5)`)).toEqual(["missing 4"]);
		expect(await tampering(api, sql`delete from audit_events where seq > 6`)).toEqual(["missing 7"]);
		expect(await tampering(api, sql`delete from audit_events`)).toEqual(["missing 1"]);
	});

	it("names rows that were swapped, copied or made up", async () => {
		const swap = sql`update audit_events set seq = case seq when -3 then 5 else seq end`;
		expect(
			await tampering(
				api,
				sql`do $$ begin
					update audit_events set seq = -3 where seq = 3;
					update audit_events set seq = 3 where seq = 5;
					${swap};
				end $$`,
			),
		).toEqual(["changed 3", "changed 5"]);
		const copied = sql`at, actor_kind, actor_id, actor_email, action, target_type, target_id, target_name, before, after,
			address, user_agent, request_id, key_id, previous_hash, hash`;
		const copy = (seq: number) =>
			sql`insert into audit_events (seq, ${copied}) select ${sql.raw(String(seq))}, ${copied} from audit_events where seq = 2`;
		expect(await tampering(api, copy(9))).toEqual(["changed 9", "end 9"]);
		expect(await tampering(api, copy(0))).toContain("changed 0");
	});

	it("tells when the end was moved back to hide removed rows", async () => {
		const moved = sql`do $$ begin
			update audit_head set seq = 6, hash = (select hash from audit_events where seq = 6);
			delete from audit_events where seq > 6;
		end $$`;
		expect(await tampering(api, moved)).toEqual(["end 6"]);
		expect(await tampering(api, sql`delete from audit_head`)).toEqual(["end 8"]);
	});

	it("still tells after more was written on top", async () => {
		await using later = await createTestApi();
		await recordMany(later, null, 5);
		await later.db.execute(sql`delete from audit_events where seq > 3`);
		await recordMany(later, null, 2);
		expect(await problemsOf(later)).toEqual(["missing 4"]);
		await later.db.execute(sql`delete from audit_head`);
		await recordMany(later, null, 1);
		expect(await problemsOf(later)).toEqual(["missing 4", "unlinked 8"]);
		await later.db.execute(sql`update audit_head set seq = 2, hash = (select hash from audit_events where seq = 2)`);
		await recordMany(later, null, 1);
		expect(await problemsOf(later)).toEqual(["missing 4", "unlinked 8", "unlinked 9"]);
	});

	it("goes on under a new key when the keyring opens the old one no more, and is whole again once it does", async () => {
		const [first, second] = [
			{ id: "first", key: randomBytes(32) },
			{ id: "second", key: randomBytes(32) },
		];
		await using fresh = await createTestApi({ encryptionKeys: [first] });
		await recordMany(fresh, null, 2);
		const lost = await fresh.restart({ encryptionKeys: [second] });
		await recordMany(lost, null, 2);
		expect(await problemsOf(lost)).toEqual(["unreadable 1", "unreadable 2"]);
		const found = await lost.restart({ encryptionKeys: [second, first] });
		await recordMany(found, null, 1);
		expect(await proofOf(found)).toMatchObject({ ok: true, checked: 5 });
	});

	it("reads page after page, and stops when told to", async () => {
		const { db, services } = api;
		for (const pageSize of [1, 3, rows - 1, rows]) {
			const proof = await verifyAudit({ db, keyring: services.keyring }, { pageSize });
			expect(proof).toMatchObject({ ok: true, checked: rows });
		}
		const signal = AbortSignal.abort(new Error("enough"));
		await expect(verifyAudit({ db, keyring: services.keyring }, { signal })).rejects.toThrow("enough");
	});
});
