import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "../context.ts";
import { type Caller, createTestApi, type TestApi } from "../test/harness.ts";
import { auditContext, recordMany } from "./fixtures.ts";
import { recordAuditAlone } from "./record.ts";
import type { AuditEvent, AuditFilters } from "./schema.ts";

let api: TestApi;
let admin: UserActor;
let caller: Caller;

beforeAll(async () => {
	api = await createTestApi();
	admin = await api.createUser("admin", { email: "grace_hopper@example.com" });
	caller = api.as(admin);
	const ctx = { ...auditContext(api, admin), db: api.db };
	await recordMany(api, admin, 12);
	await recordAuditAlone(ctx, { action: "keys.delete", target: { type: "provider_key", id: "key-3" } });
	await recordAuditAlone(ctx, {
		action: "catalog.set_enabled",
		target: { type: "model", id: "openai/gpt-4o", name: "50%_off" },
		after: { enabled: false, note: '=HYPERLINK("http://x")' },
	});
	await recordAuditAlone(
		{ ...ctx, actor: null, requestId: "request-2", userAgent: '=cmd|"/c calc"!A1' },
		{ action: "auth.login.failed", target: { type: "user", name: "ghost@example.com" } },
	);
});
afterAll(() => api.close());

const seqs = async (filters: AuditFilters) =>
	(await caller.audit.list({ limit: 200, ...filters })).events.map(({ seq }) => seq);

const exported = async (format: "csv" | "json", filters: AuditFilters = {}) => {
	let text = "";
	for await (const piece of await caller.audit.export({ format, ...filters })) text += piece;
	return text;
};

describe("audit.list", () => {
	it("pages through everything, the newest first, whatever is written meanwhile", async () => {
		const seen: number[] = [];
		let cursor: number | null | undefined;
		do {
			const page = await caller.audit.list({ limit: 4, cursor });
			seen.push(...page.events.map(({ seq }) => seq));
			cursor = page.nextCursor;
			if (seen.length === 4) await recordMany(api, null, 1);
		} while (cursor !== null);
		expect(seen).toEqual(Array.from({ length: 15 }, (_, i) => 15 - i));
		expect((await caller.audit.list()).events[0]).toMatchObject({ seq: 16 });
	});

	it("filters by who, what, on what and by any text", async () => {
		expect(await seqs({ action: "keys.delete" })).toEqual([13]);
		expect(await seqs({ action: "auth" })).toEqual([15]);
		expect(await seqs({ action: "aut" })).toEqual([]);
		expect(await seqs({ actor: admin.userId, action: "catalog" })).toEqual([14]);
		expect(await seqs({ actor: "GRACE_H", action: "catalog" })).toEqual([14]);
		expect(await seqs({ actor: "grace%" })).toEqual([]);
		expect(await seqs({ targetType: "provider_key", targetId: "key-3" })).toEqual([13, 3]);
		expect(await seqs({ target: "key-3" })).toEqual([13, 3]);
		expect(await seqs({ target: "GHOST" })).toEqual([15]);
		expect(await seqs({ target: "ey-3" })).toEqual([]);
		expect(await seqs({ text: "ghost@" })).toEqual([15]);
		expect(await seqs({ text: "REQUEST-2" })).toEqual([15]);
		expect(await seqs({ text: "hyperlink" })).toEqual([14]);
		expect(await seqs({ text: "0%_o" })).toEqual([14]);
		expect(await seqs({ text: "0_%o" })).toEqual([]);
		expect(await seqs({ text: '\\"http' })).toEqual([14]);
	});

	it("filters by time: from a moment on, and before one", async () => {
		const { events } = await caller.audit.list({ limit: 200 });
		const at = events.find(({ seq }) => seq === 10)!.at;
		const expected = (keep: (event: AuditEvent) => boolean) => events.filter(keep).map(({ seq }) => seq);
		expect(await seqs({ since: at.toISOString() })).toEqual(expected((event) => event.at >= at));
		expect(await seqs({ until: at.toISOString() })).toEqual(expected((event) => event.at < at));
		const wholeSecond = { since: "2000-01-01T00:00:00+02:00", until: "2000-01-01T00:00:01Z" };
		expect(await seqs(wholeSecond)).toEqual([]);
	});

	it.each([
		{ since: "yesterday" },
		{ action: "keys.%" },
		{ action: "'; drop table audit_events; --" },
		{ limit: 201 },
		{ cursor: -1 },
		{ actorId: "x" },
		{ text: "" },
	])("refuses %j", async (input) => {
		await expect(caller.audit.list(input as never)).rejects.toMatchObject({ code: "BAD_REQUEST" });
	});

	it("says which actions there are", async () => {
		expect((await caller.audit.actions()).actions).toContainEqual({
			action: "keys.save",
			title: "Saved a provider key",
		});
	});
});

describe("audit.export", () => {
	it("gives JSON that holds what the list shows", async () => {
		const { events } = await caller.audit.list({ limit: 200 });
		expect(JSON.parse(await exported("json"))).toEqual(JSON.parse(JSON.stringify(events)));
		expect(JSON.parse(await exported("json", { text: "nothing like it" }))).toEqual([]);
	});

	it("gives CSV whose cells no spreadsheet runs", async () => {
		const csv = await exported("csv", { action: "auth" });
		const [names, line, rest] = csv.split("\r\n");
		expect(names).toContain('"seq","at","action","actor_kind"');
		expect(line).toMatch(/^15,"\d{4}-/);
		expect(line).toContain(`"'=cmd|""/c calc""!A1"`);
		expect(rest).toBe("");
		expect((await exported("csv", { action: "keys" })).split("\r\n")).toHaveLength(16);
	});
});

describe("the audit's procedures", () => {
	it("answer admins only", async () => {
		const others = [
			null,
			...(await Promise.all((["power_user", "user", "viewer"] as const).map((role) => api.createUser(role)))),
		];
		for (const actor of others) {
			const { audit } = api.as(actor);
			const code = actor ? "FORBIDDEN" : "UNAUTHORIZED";
			await expect(audit.list()).rejects.toMatchObject({ code });
			await expect(audit.actions()).rejects.toMatchObject({ code });
			await expect(audit.export({ format: "csv" })).rejects.toMatchObject({ code });
			await expect(audit.status()).rejects.toMatchObject({ code });
			await expect(audit.byId({ seq: 1 })).rejects.toMatchObject({ code });
			await expect(audit.verify()).rejects.toMatchObject({ code });
		}
	});

	it("show one event, and say so when there is none of that number", async () => {
		const [newest] = (await caller.audit.list({ limit: 1 })).events;
		expect(await caller.audit.byId({ seq: newest!.seq })).toEqual(newest);
		await expect(caller.audit.byId({ seq: 99 })).rejects.toMatchObject({ code: "NOT_FOUND" });
	});
});
