import { createHash, randomBytes } from "node:crypto";
import { schema } from "@llm-hub/db";
import { eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { verifyAudit } from "../../audit/verify.ts";
import { proveKeyring } from "../canary.ts";
import { contextOf, createKeysLab, hostsAt, type KeysLab, refusalOf } from "../fixtures.ts";
import { reencrypt } from "../reencrypt.ts";
import { resolveTarget } from "../resolve-target.ts";
import type { TestEvent } from "../schema.ts";
import { retireKeysWhenDue } from "./retire-key.ts";

const { auditEvents, llmProviders, llmUsageLogs, providerKeyVersions, runKeyFailures } = schema;

const first = "sk-test-version-one-0001";
const second = "sk-test-version-two-0002";
const third = "sk-test-version-three-03";

let lab: KeysLab;
beforeAll(async () => {
	lab = await createKeysLab();
});
afterEach(async () => {
	lab.sandbox.reset();
	await lab.api.db.delete(llmProviders);
	await lab.api.db.delete(auditEvents);
});
afterAll(() => lab[Symbol.asyncDispose]());

const rotate = () => lab.as.keys.rotate;
const save = async (apiKey = first) =>
	(await lab.as.keys.save({ providerType: "openai", apiKey, test: false })).providerId;
const staged = async () => {
	const providerId = await save();
	await rotate().stage({ providerId, apiKey: second });
	return providerId;
};
const test = async (providerId: string, version: number, as = lab.as) => {
	const events: TestEvent[] = [];
	const stream = (await as.keys.rotate.test({ providerId, version })) as AsyncIterable<TestEvent>;
	for await (const event of stream) events.push(event);
	return events;
};
/** Staged and tested. */
const tested = async () => {
	const providerId = await staged();
	await test(providerId, 2);
	return providerId;
};
const promoted = async (graceHours = 24) => {
	const providerId = await tested();
	await rotate().promote({ providerId, version: 2, graceHours });
	return providerId;
};
const secretsFor = async (runId?: string) =>
	(await resolveTarget(lab.api, "openai/gpt-4o", runId)).payers.map(({ target }) => target.secret);
const versionRows = () => lab.api.db.select().from(providerKeyVersions).orderBy(providerKeyVersions.version);
const actions = async () => {
	const rows = await lab.api.db.select().from(auditEvents).orderBy(auditEvents.seq);
	return rows.map(({ action }) => action);
};
const expireGrace = () => lab.api.db.update(providerKeyVersions).set({ graceUntil: new Date(Date.now() - 1000) });

describe("a rotation", () => {
	it("goes from staged over a share to promoted, kept for its grace, and retired", async () => {
		const providerId = await staged();
		expect(await rotate().status({ providerId })).toMatchObject({
			name: "OpenAI",
			active: { version: 1, state: "active", keyPreview: "sk-test...0001", problem: null },
			slot: { version: 2, state: "staged", keyPreview: "sk-test...0002", testStatus: null },
			retired: [],
		});
		expect(await secretsFor()).toEqual([first]);

		const events = await test(providerId, 2);
		expect(events.map((event) => (event.type === "stage" ? event.stage : event.type))).toEqual([
			...["reach", "authenticate", "list"],
			"result",
		]);
		expect(lab.sandbox.calls.every(({ auth }) => auth?.sha256 === sha256(second))).toBe(true);

		const sharing = await rotate().promote({ providerId, version: 2, sharePercent: 25 });
		expect(sharing.slot).toMatchObject({ state: "sharing", sharePercent: 25, testStatus: "success" });
		expect(sharing.active.version).toBe(1);

		const after = await rotate().promote({ providerId, version: 2, graceHours: 2 });
		expect(after).toMatchObject({
			active: { version: 2, testStatus: "success" },
			slot: { version: 1, state: "grace" },
		});
		expect(after.slot?.graceUntil?.getTime()).toBeGreaterThan(Date.now() + 7_000_000);
		expect(await secretsFor()).toEqual([second, first]);
		const { providers } = await lab.as.keys.list();
		expect(providers.find(({ id }) => id === providerId)).toMatchObject({
			healthStatus: "healthy",
			keyPreview: "sk-test...0002",
		});

		expect(await retireKeysWhenDue(lab.api)).toBe(0);
		await expireGrace();
		expect(await retireKeysWhenDue(lab.api.secondServer())).toBe(1);
		expect(await retireKeysWhenDue(lab.api)).toBe(0);
		expect(await secretsFor()).toEqual([second]);
		const [gone] = await versionRows();
		expect(gone).toMatchObject({ version: 1, state: "retired", encryptedSecret: null, keyPreview: "sk-test...0001" });
		expect((await rotate().status({ providerId })).retired).toMatchObject([{ version: 1, hasKey: false }]);
		expect(await actions()).toEqual([
			...["keys.save", "keys.rotate.stage", "keys.test", "keys.rotate.share", "keys.rotate.promote"],
			"keys.rotate.retire",
		]);
		const proof = await verifyAudit({ db: lab.api.db, keyring: lab.api.services.keyring });
		expect(proof.problems).toEqual([]);
	});

	it("gives a share to the very runs that it falls to, on every server the same", async () => {
		const providerId = await tested();
		await rotate().promote({ providerId, version: 2, sharePercent: 30 });
		const other = lab.api.secondServer();
		const drawn: boolean[] = [];
		for (let i = 0; i < 150; i++) {
			const { payers } = await resolveTarget(i % 2 ? other : lab.api, "openai/gpt-4o", `run-${i}`);
			drawn.push(payers[0].keyVersion === 2);
			// The other version steps in for either.
			expect(payers).toHaveLength(2);
		}
		const share = drawn.filter(Boolean).length / 1.5;
		expect(share).toBeGreaterThan(17);
		expect(share).toBeLessThan(43);
		for (const i of [0, 7, 42]) {
			const again = await resolveTarget(lab.api, "openai/gpt-4o", `run-${i}`);
			expect(again.payers[0].keyVersion === 2).toBe(drawn[i]);
		}
		// What is drawn at 30 % stays drawn at 60 %.
		await rotate().promote({ providerId, version: 2, sharePercent: 60 });
		for (const i of [...drawn.keys()].slice(0, 60)) {
			if (drawn[i]) expect((await secretsFor(`run-${i}`))[0]).toBe(second);
		}
	});

	it("rolls back from a share and from its grace, and back again", async () => {
		const providerId = await tested();
		await rotate().promote({ providerId, version: 2, sharePercent: 50 });
		const back = await rotate().rollback({ providerId, version: 2 });
		expect(back).toMatchObject({ active: { version: 1 }, slot: { version: 2, state: "staged", sharePercent: null } });
		expect(await secretsFor()).toEqual([first]);
		await rotate().promote({ providerId, version: 2 });
		const again = await rotate().rollback({ providerId, version: 2 });
		expect(again).toMatchObject({
			active: { version: 1 },
			slot: { version: 2, state: "staged", testStatus: "success" },
		});
		expect(await secretsFor()).toEqual([first]);
		const ages = await lab.api.db.select().from(llmProviders);
		expect(ages[0]?.rotatedAt).toEqual(again.active.enteredAt);
		await rotate().promote({ providerId, version: 2, graceHours: 0 });
		expect(await secretsFor()).toEqual([second]);
		expect((await rotate().status({ providerId })).slot).toBeNull();
	});

	it("gives every secret a number of its own, also after one was discarded or replaced", async () => {
		const providerId = await staged();
		expect(await rotate().retire({ providerId, version: 2 })).toMatchObject({ slot: null, retired: [{ version: 2 }] });
		expect((await rotate().stage({ providerId, apiKey: third })).slot?.version).toBe(3);
		await rotate().retire({ providerId, version: 3 });
		await lab.as.keys.save({ providerType: "openai", apiKey: second, test: false });
		const { active, retired } = await rotate().status({ providerId });
		expect(active).toMatchObject({ version: 4, keyPreview: "sk-test...0002" });
		expect(retired.map(({ version }) => version)).toEqual([3, 2, 1]);
	});

	it("counts for each version what it paid for and where it failed", async () => {
		const providerId = await promoted();
		const { userId } = await lab.api.createUser("user");
		const run = (id: string, facts: object) => ({
			...{ id, userId, door: "lab", modelId: "openai/gpt-4o", providerType: "openai", providerId },
			...{ keySource: "database", state: "success", ...facts },
		});
		const rows = [
			run("r0", { keyVersion: null, costUsd: "0.5" }),
			run("r1", { keyVersion: 1, costUsd: "0.25" }),
			run("r2", { keyVersion: 2, costUsd: "0.125" }),
			run("r3", { keyVersion: 2, costState: "unpriced" }),
			run("r4", { keyVersion: 2, state: "failed" }),
		];
		await lab.api.db.insert(llmUsageLogs).values(rows as (typeof llmUsageLogs.$inferInsert)[]);
		await lab.api.db.insert(runKeyFailures).values({ runId: "r1", providerId, keyVersion: 2, reason: "quota" });
		const { active, slot } = await rotate().status({ providerId });
		expect(active.usage).toMatchObject({ runs: 3, failures: 2, costUsd: "0.125", unpricedRuns: 1 });
		expect(slot?.usage).toMatchObject({ runs: 2, failures: 0, costUsd: "0.75", unpricedRuns: 0 });
	});

	it("of a custom endpoint stays on its host", async () => {
		const baseUrl = lab.sandbox.baseUrl("custom");
		const { providerId } = await lab.as.keys.save({
			providerType: "custom",
			name: "Rack",
			baseUrl,
			apiKey: first,
			test: false,
		});
		await rotate().stage({ providerId, apiKey: second });
		await test(providerId, 2);
		await rotate().promote({ providerId, version: 2, sharePercent: 99 });
		const { payers } = await resolveTarget(lab.api, "custom/rack/m", "run-1");
		expect(payers.map(({ target }) => target.baseUrl)).toEqual([baseUrl, baseUrl]);
		// The host may not change under a staged key, and a change without the key is refused as ever.
		const moved = { providerType: "custom" as const, name: "Rack", baseUrl: "http://127.0.0.1:9/v1", test: false };
		expect(await refusalOf(lab.as.keys.save({ ...moved, apiKey: third }))).toMatchObject({ code: "CONFLICT" });
		expect(await refusalOf(lab.as.keys.save(moved))).toMatchObject({ fields: ["apiKey"] });
	});
});

describe("a refused staged key", () => {
	it("fails its test, is promoted only when somebody confirms, and never pays before", async () => {
		const providerId = await staged();
		const untested = await refusalOf(rotate().promote({ providerId, version: 2 }));
		expect(untested).toMatchObject({ code: "CONFLICT", message: expect.stringContaining("was not tested") });
		lab.sandbox.script({ fail: "unauthorized" });
		expect((await test(providerId, 2)).at(-1)).toMatchObject({ success: false, error: { reason: "unauthorized" } });
		for (const sharePercent of [5, undefined]) {
			const refusal = await refusalOf(rotate().promote({ providerId, version: 2, sharePercent }));
			expect(refusal.message).toContain("failed its last test");
		}
		expect(await secretsFor("any")).toEqual([first]);
		await rotate().promote({ providerId, version: 2, confirmUntested: true });
		expect(await secretsFor()).toEqual([second, first]);
	});

	it("loses its share to a test that finds it refused", async () => {
		const providerId = await tested();
		await rotate().promote({ providerId, version: 2, sharePercent: 99 });
		lab.sandbox.script({ fail: "unauthorized" });
		await test(providerId, 2);
		expect((await rotate().status({ providerId })).slot).toMatchObject({ state: "staged", testStatus: "failed" });
	});
});

describe("refuses, and nothing is half-done", () => {
	const unchanged = async (call: () => Promise<unknown>) => {
		const state = async () => [await lab.api.db.select().from(llmProviders), await versionRows(), await actions()];
		const before = await state();
		const refusal = await refusalOf(call());
		expect(await state()).toEqual(before);
		expect(refusal.message).not.toMatch(/sk-test/);
		return refusal;
	};

	it("a staged key with a blank or a line break, or the one in use", async () => {
		const providerId = await save();
		for (const apiKey of [`${second} `, `${second}\n`, "short", "", `${second}\r\nX-Evil: 1`]) {
			const refusal = await unchanged(() => rotate().stage({ providerId, apiKey }));
			expect(refusal).toMatchObject({ code: "BAD_REQUEST", fields: ["apiKey"] });
		}
		expect(await unchanged(() => rotate().stage({ providerId, apiKey: first }))).toMatchObject({
			fields: ["apiKey"],
			message: expect.stringContaining("in use already"),
		});
	});

	it("a second staged key, and a replacement while one is staged", async () => {
		const providerId = await staged();
		const message = expect.stringContaining("Promote or discard the staged key first");
		expect(await unchanged(() => rotate().stage({ providerId, apiKey: third }))).toMatchObject({
			code: "CONFLICT",
			message,
		});
		expect(await unchanged(() => save(third))).toMatchObject({ code: "CONFLICT", message });
	});

	it("to stage during a grace; a replacement ends it", async () => {
		const providerId = await promoted();
		expect((await unchanged(() => rotate().stage({ providerId, apiKey: third }))).message).toContain("Retire it first");
		await save(third);
		expect(
			(await versionRows()).map(({ version, state, encryptedSecret }) => [version, state, encryptedSecret]),
		).toEqual([
			[1, "retired", null],
			[2, "retired", null],
		]);
	});

	it("to roll back after the grace, whether or not the clock was there yet", async () => {
		const providerId = await promoted();
		await expireGrace();
		const message = expect.stringContaining("stage the former key again");
		expect(await unchanged(() => rotate().rollback({ providerId, version: 2 }))).toMatchObject({
			code: "CONFLICT",
			message,
		});
		await retireKeysWhenDue(lab.api);
		expect(await unchanged(() => rotate().rollback({ providerId, version: 2 }))).toMatchObject({
			code: "CONFLICT",
			message,
		});
	});

	it("a version that is not there, an unknown key, a share or a grace that is none", async () => {
		const providerId = await staged();
		for (const call of [
			() => rotate().promote({ providerId, version: 1 }),
			() => rotate().promote({ providerId, version: 3, confirmUntested: true }),
			() => rotate().rollback({ providerId, version: 2 }),
			() => rotate().retire({ providerId, version: 1 }),
			() => rotate().test({ providerId, version: 1 }),
		]) {
			expect((await unchanged(call)).code).toBe("CONFLICT");
		}
		for (const call of [
			() => rotate().status({ providerId: "no-such-key" }),
			() => rotate().stage({ providerId: "no-such-key", apiKey: third }),
			() => rotate().promote({ providerId: "no-such-key", version: 2 }),
			() => rotate().rollback({ providerId: "openai", version: 2 }),
			() => rotate().retire({ providerId: "sandbox", version: 2 }),
			() => rotate().test({ providerId: "no-such-key", version: 2 }),
		]) {
			expect((await unchanged(call)).code).toBe("NOT_FOUND");
		}
		for (const wrong of [
			{ sharePercent: 0 },
			{ sharePercent: 100 },
			{ sharePercent: 2.5 },
			{ graceHours: -1 },
			{ graceHours: 721 },
		]) {
			const refusal = await unchanged(() => rotate().promote({ providerId, version: 2, ...wrong }));
			expect(refusal).toMatchObject({ code: "BAD_REQUEST", fields: Object.keys(wrong) });
		}
	});

	it("all but one of ten who promote at once on two servers", async () => {
		const providerId = await tested();
		const other = lab.api.secondServer().as(lab.admin);
		const calls = Array.from({ length: 10 }, (_, i) =>
			(i % 2 ? other : lab.as).keys.rotate.promote({ providerId, version: 2 }).then(
				() => "done",
				(error: { code: string }) => error.code,
			),
		);
		const outcomes = await Promise.all(calls);
		expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(1);
		expect(outcomes.filter((outcome) => outcome === "CONFLICT")).toHaveLength(9);
		expect((await rotate().status({ providerId })).active.version).toBe(2);
	});

	it.each<[string, (providerId: string) => Promise<unknown>]>([
		["stage", async (providerId) => rotate().stage({ providerId, apiKey: second })],
		["share", async (providerId) => rotate().promote({ providerId, version: 2, sharePercent: 5 })],
		["promote", async (providerId) => rotate().promote({ providerId, version: 2 })],
		["rollback", async (providerId) => rotate().rollback({ providerId, version: 2 })],
		["retire", async (providerId) => rotate().retire({ providerId, version: 1 })],
	])("when the audit cannot be written: %s", async (step, act) => {
		const before = { stage: save, share: tested, promote: tested, rollback: promoted, retire: promoted };
		const providerId = await before[step as keyof typeof before]();
		await lab.api.db.execute(sql`alter table audit_events add constraint full_disk check (seq < 0) not valid`);
		try {
			expect((await unchanged(() => act(providerId))).code).toBe("INTERNAL_SERVER_ERROR");
		} finally {
			await lab.api.db.execute(sql`alter table audit_events drop constraint full_disk`);
		}
	});
});

describe("the second slot's secret", () => {
	it("opens only for its own version, its own row and its own host", async () => {
		const providerId = await tested();
		const [slot] = await versionRows();
		const promote = () => refusalOf(rotate().promote({ providerId, version: 2 }));
		const { encryptedSecret } = (await lab.api.db.select().from(llmProviders))[0]!;
		// The active secret in the place of the staged one, and a staged one under another number.
		await lab.api.db.update(providerKeyVersions).set({ encryptedSecret });
		expect(await promote()).toMatchObject({
			code: "SERVICE_UNAVAILABLE",
			message: expect.stringContaining("tampered"),
		});
		await lab.api.db.update(providerKeyVersions).set({ encryptedSecret: slot?.encryptedSecret, version: 3 });
		expect((await rotate().status({ providerId })).slot?.problem).toContain("tampered");
		await lab.api.db.update(providerKeyVersions).set({ version: 2 });
		expect((await rotate().status({ providerId })).slot?.problem).toBeNull();
	});

	it("is proved, reported and re-encrypted like the first", async () => {
		await tested();
		const k2 = { id: "k2", key: randomBytes(32) };
		const [test1] = lab.api.services.config.encryptionKeys;
		const foreign = lab.api.secondServer({ encryptionKeys: [k2] });
		expect(await proveKeyring(foreign.db, foreign.services.keyring)).toMatchObject({
			unreadable: [{ keyId: "test", reason: "missing", secrets: 2 }],
		});
		const both = lab.api.secondServer({ encryptionKeys: [k2, test1!] });
		const ctx = { ...contextOf(lab), services: both.services };
		for await (const event of reencrypt(ctx, { dryRun: false })) {
			if (event.type === "result") expect(event).toMatchObject({ remaining: 0, unreadable: [] });
		}
		const alone = lab.api.secondServer({ encryptionKeys: [k2] });
		expect(await proveKeyring(alone.db, alone.services.keyring)).toMatchObject({
			state: "ok",
			savedKeys: [{ keyId: "k2", secrets: 2 }],
		});
		const [row] = await lab.api.db.select().from(llmProviders);
		const as = alone.as(lab.admin);
		expect((await as.keys.rotate.promote({ providerId: row!.id, version: 2 })).slot?.problem).toBeNull();
	});

	it("can take the place of one that cannot be read, which stays for the day its keyring is back", async () => {
		const providerId = await save();
		const encryptionKeys = [{ id: "k9", key: randomBytes(32) }];
		const other = lab.api.secondServer({ encryptionKeys, environmentProviders: hostsAt(lab.sandbox) });
		const as = other.as(lab.admin);
		await as.keys.rotate.stage({ providerId, apiKey: second });
		await test(providerId, 2, as);
		const { active, slot } = await as.keys.rotate.promote({ providerId, version: 2 });
		expect(active).toMatchObject({ version: 2, problem: null });
		expect(slot).toMatchObject({ version: 1, problem: expect.stringContaining("keyring key test is missing") });
		expect((await refusalOf(as.keys.rotate.rollback({ providerId, version: 2 }))).message).toContain("is missing");
		const [old] = await lab.api.db.select().from(providerKeyVersions).where(eq(providerKeyVersions.version, 1));
		expect(old?.encryptedSecret).toMatch(/^v1\.test\./);
	});

	it("shows in no answer, no log line and no audit row", async () => {
		const providerId = await promoted();
		const answers = [await rotate().status({ providerId }), await lab.as.keys.list(), await lab.as.audit.list()];
		const dump = [await lab.api.db.select().from(llmProviders), await versionRows()];
		for (const text of [JSON.stringify(answers), JSON.stringify(dump), lab.api.logLines.join("\n")]) {
			for (const secret of [first, second]) expect(text).not.toContain(secret.slice(8));
		}
		const { events } = await lab.as.audit.list({ action: "keys.rotate.promote" });
		expect(events[0]).toMatchObject({
			before: { version: 1, key: expect.stringMatching(/^hmac-sha256:/) },
			after: { version: 2, key: expect.stringMatching(/^hmac-sha256:/) },
		});
	});
});

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
