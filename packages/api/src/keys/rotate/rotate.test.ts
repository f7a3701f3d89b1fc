import { createHash, randomBytes } from "node:crypto";
import { schema } from "@llm-hub/db";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { verifyAudit } from "../../audit/verify.ts";
import { proveKeyring } from "../canary.ts";
import { contextOf, hostsAt, refusalOf } from "../fixtures.ts";
import { reencrypt } from "../reencrypt.ts";
import { resolveTarget } from "../resolve-target.ts";
import { createRotationLab, first, type RotationLab, second, third } from "./fixtures.ts";
import { retireKeysWhenDue } from "./retire-key.ts";

const { llmProviders, llmUsageLogs, providerKeyVersions, runKeyFailures } = schema;

let lab: RotationLab;
beforeAll(async () => {
	lab = await createRotationLab();
});
afterEach(() => lab.forget());
afterAll(() => lab[Symbol.asyncDispose]());

describe("a rotation", () => {
	it("goes from staged over a share to promoted, kept for its grace, and retired", async () => {
		const providerId = await lab.staged();
		expect(await lab.rotate().status({ providerId })).toMatchObject({
			name: "OpenAI",
			active: { version: 1, state: "active", keyPreview: "sk-test...0001", problem: null },
			slot: { version: 2, state: "staged", keyPreview: "sk-test...0002", testStatus: null },
			retired: [],
		});
		expect(await lab.secretsFor()).toEqual([first]);

		const events = await lab.test(providerId, 2);
		expect(events.map((event) => (event.type === "stage" ? event.stage : event.type))).toEqual([
			...["reach", "authenticate", "list"],
			"result",
		]);
		expect(lab.sandbox.calls.every(({ auth }) => auth?.sha256 === sha256(second))).toBe(true);

		const sharing = await lab.rotate().promote({ providerId, version: 2, sharePercent: 25 });
		expect(sharing.slot).toMatchObject({ state: "sharing", sharePercent: 25, testStatus: "success" });
		expect(sharing.active.version).toBe(1);

		const after = await lab.rotate().promote({ providerId, version: 2, graceHours: 2 });
		expect(after).toMatchObject({
			active: { version: 2, testStatus: "success" },
			slot: { version: 1, state: "grace" },
		});
		expect(after.slot?.graceUntil?.getTime()).toBeGreaterThan(Date.now() + 7_000_000);
		expect(await lab.secretsFor()).toEqual([second, first]);
		const { providers } = await lab.as.keys.list();
		expect(providers.find(({ id }) => id === providerId)).toMatchObject({
			healthStatus: "healthy",
			keyPreview: "sk-test...0002",
		});

		expect(await retireKeysWhenDue(lab.api)).toBe(0);
		await lab.expireGrace();
		expect(await retireKeysWhenDue(lab.api.secondServer())).toBe(1);
		expect(await retireKeysWhenDue(lab.api)).toBe(0);
		expect(await lab.secretsFor()).toEqual([second]);
		const [gone] = await lab.versionRows();
		expect(gone).toMatchObject({ version: 1, state: "retired", encryptedSecret: null, keyPreview: "sk-test...0001" });
		expect((await lab.rotate().status({ providerId })).retired).toMatchObject([{ version: 1, hasKey: false }]);
		expect(await lab.actions()).toEqual([
			...["keys.save", "keys.rotate.stage", "keys.test", "keys.rotate.share", "keys.rotate.promote"],
			"keys.rotate.retire",
		]);
		const proof = await verifyAudit({ db: lab.api.db, keyring: lab.api.services.keyring });
		expect(proof.problems).toEqual([]);
	});

	it("gives a share to the very runs that it falls to, on every server the same", async () => {
		const providerId = await lab.tested();
		await lab.rotate().promote({ providerId, version: 2, sharePercent: 30 });
		const other = lab.api.secondServer();
		const drawn: boolean[] = [];
		for (let i = 0; i < 150; i++) {
			const { payers } = await resolveTarget(i % 2 ? other : lab.api, "openai/gpt-4o", { runId: `run-${i}` });
			drawn.push(payers[0].keyVersion === 2);
			// The other version steps in for either.
			expect(payers).toHaveLength(2);
		}
		const share = drawn.filter(Boolean).length / 1.5;
		expect(share).toBeGreaterThan(17);
		expect(share).toBeLessThan(43);
		for (const i of [0, 7, 42]) {
			const again = await resolveTarget(lab.api, "openai/gpt-4o", { runId: `run-${i}` });
			expect(again.payers[0].keyVersion === 2).toBe(drawn[i]);
		}
		// What is drawn at 30 % stays drawn at 60 %.
		await lab.rotate().promote({ providerId, version: 2, sharePercent: 60 });
		for (const i of [...drawn.keys()].slice(0, 60)) {
			if (drawn[i]) expect((await lab.secretsFor(`run-${i}`))[0]).toBe(second);
		}
	});

	it("rolls back from a share and from its grace, and back again", async () => {
		const providerId = await lab.tested();
		await lab.rotate().promote({ providerId, version: 2, sharePercent: 50 });
		const back = await lab.rotate().rollback({ providerId, version: 2 });
		expect(back).toMatchObject({ active: { version: 1 }, slot: { version: 2, state: "staged", sharePercent: null } });
		expect(await lab.secretsFor()).toEqual([first]);
		await lab.rotate().promote({ providerId, version: 2 });
		const again = await lab.rotate().rollback({ providerId, version: 2 });
		expect(again).toMatchObject({
			active: { version: 1 },
			slot: { version: 2, state: "staged", testStatus: "success" },
		});
		expect(await lab.secretsFor()).toEqual([first]);
		const ages = await lab.api.db.select().from(llmProviders);
		expect(ages[0]?.rotatedAt).toEqual(again.active.enteredAt);
		await lab.rotate().promote({ providerId, version: 2, graceHours: 0 });
		expect(await lab.secretsFor()).toEqual([second]);
		expect((await lab.rotate().status({ providerId })).slot).toBeNull();
	});

	it("gives every secret a number of its own, also after one was discarded or replaced", async () => {
		const providerId = await lab.staged();
		expect(await lab.rotate().retire({ providerId, version: 2 })).toMatchObject({
			slot: null,
			retired: [{ version: 2 }],
		});
		expect((await lab.rotate().stage({ providerId, apiKey: third })).slot?.version).toBe(3);
		await lab.rotate().retire({ providerId, version: 3 });
		await lab.as.keys.save({ providerType: "openai", apiKey: second, test: false });
		const { active, retired } = await lab.rotate().status({ providerId });
		expect(active).toMatchObject({ version: 4, keyPreview: "sk-test...0002" });
		expect(retired.map(({ version }) => version)).toEqual([3, 2, 1]);
	});

	it("counts for each version what it paid for and where it failed", async () => {
		const providerId = await lab.promoted();
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
		const { active, slot } = await lab.rotate().status({ providerId });
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
		await lab.rotate().stage({ providerId, apiKey: second });
		await lab.test(providerId, 2);
		await lab.rotate().promote({ providerId, version: 2, sharePercent: 99 });
		const { payers } = await resolveTarget(lab.api, "custom/rack/m", { runId: "run-1" });
		expect(payers.map(({ target }) => target.baseUrl)).toEqual([baseUrl, baseUrl]);
		// The host may not change under a staged key, and a change without the key is refused as ever.
		const moved = { providerType: "custom" as const, name: "Rack", baseUrl: "http://127.0.0.1:9/v1", test: false };
		expect(await refusalOf(lab.as.keys.save({ ...moved, apiKey: third }))).toMatchObject({ code: "CONFLICT" });
		expect(await refusalOf(lab.as.keys.save(moved))).toMatchObject({ fields: ["apiKey"] });
	});
});

describe("a refused staged key", () => {
	it("fails its test, is promoted only when somebody confirms, and never pays before", async () => {
		const providerId = await lab.staged();
		const untested = await refusalOf(lab.rotate().promote({ providerId, version: 2 }));
		expect(untested).toMatchObject({ code: "CONFLICT", message: expect.stringContaining("was not tested") });
		lab.sandbox.script({ fail: "unauthorized" });
		expect((await lab.test(providerId, 2)).at(-1)).toMatchObject({ success: false, error: { reason: "unauthorized" } });
		for (const sharePercent of [5, undefined]) {
			const refusal = await refusalOf(lab.rotate().promote({ providerId, version: 2, sharePercent }));
			expect(refusal.message).toContain("failed its last test");
		}
		expect(await lab.secretsFor("any")).toEqual([first]);
		await lab.rotate().promote({ providerId, version: 2, confirmUntested: true });
		expect(await lab.secretsFor()).toEqual([second, first]);
	});

	it("loses its share to a test that finds it refused", async () => {
		const providerId = await lab.tested();
		await lab.rotate().promote({ providerId, version: 2, sharePercent: 99 });
		lab.sandbox.script({ fail: "unauthorized" });
		await lab.test(providerId, 2);
		expect((await lab.rotate().status({ providerId })).slot).toMatchObject({ state: "staged", testStatus: "failed" });
	});
});

describe("the second slot's secret", () => {
	it("opens only for its own version, its own row and its own host", async () => {
		const providerId = await lab.tested();
		const [slot] = await lab.versionRows();
		const promote = () => refusalOf(lab.rotate().promote({ providerId, version: 2 }));
		const { encryptedSecret } = (await lab.api.db.select().from(llmProviders))[0]!;
		// The active secret in the place of the staged one, and a staged one under another number.
		await lab.api.db.update(providerKeyVersions).set({ encryptedSecret });
		expect(await promote()).toMatchObject({
			code: "SERVICE_UNAVAILABLE",
			message: expect.stringContaining("tampered"),
		});
		await lab.api.db.update(providerKeyVersions).set({ encryptedSecret: slot?.encryptedSecret, version: 3 });
		expect((await lab.rotate().status({ providerId })).slot?.problem).toContain("tampered");
		await lab.api.db.update(providerKeyVersions).set({ version: 2 });
		expect((await lab.rotate().status({ providerId })).slot?.problem).toBeNull();
	});

	it("is proved, reported and re-encrypted like the first", async () => {
		await lab.tested();
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
		const providerId = await lab.save();
		const encryptionKeys = [{ id: "k9", key: randomBytes(32) }];
		const other = lab.api.secondServer({ encryptionKeys, environmentProviders: hostsAt(lab.sandbox) });
		const as = other.as(lab.admin);
		await as.keys.rotate.stage({ providerId, apiKey: second });
		await lab.test(providerId, 2, as);
		const { active, slot } = await as.keys.rotate.promote({ providerId, version: 2 });
		expect(active).toMatchObject({ version: 2, problem: null });
		expect(slot).toMatchObject({ version: 1, problem: expect.stringContaining("keyring key test is missing") });
		expect((await refusalOf(as.keys.rotate.rollback({ providerId, version: 2 }))).message).toContain("is missing");
		const [old] = await lab.api.db.select().from(providerKeyVersions).where(eq(providerKeyVersions.version, 1));
		expect(old?.encryptedSecret).toMatch(/^v1\.test\./);
	});

	it("shows in no answer, no log line and no audit row", async () => {
		const providerId = await lab.promoted();
		const answers = [await lab.rotate().status({ providerId }), await lab.as.keys.list(), await lab.as.audit.list()];
		const dump = [await lab.api.db.select().from(llmProviders), await lab.versionRows()];
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
