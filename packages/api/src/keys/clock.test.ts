import { schema } from "@llm-hub/db";
import { eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { RouterInputs } from "../types.ts";
import { createKeysLab, type KeysLab, refusalOf } from "./fixtures.ts";
import { noteRefusal } from "./set-aside.ts";
import { pruneKeyTests, testDueKeys } from "./test-due-keys.ts";

const { auditEvents, keyTests, llmProviders, settings } = schema;

let lab: KeysLab;
beforeAll(async () => {
	lab = await createKeysLab();
});
afterEach(async () => {
	lab.sandbox.reset();
	await lab.api.db.delete(llmProviders);
	for (const table of [keyTests, auditEvents, settings]) await lab.api.db.delete(table);
});
afterAll(() => lab[Symbol.asyncDispose]());

const save = async (name: string, input: Partial<RouterInputs["keys"]["save"]> = {}) =>
	(
		await lab.as.keys.save({
			providerType: "openai",
			name,
			apiKey: `sk-test-${name}-0123456789`,
			test: false,
			...input,
		})
	).providerId;
const rowOf = async (id: string) => (await lab.api.db.select().from(llmProviders).where(eq(llmProviders.id, id)))[0]!;
const shown = async (id: string) => (await lab.as.keys.list()).providers.find((key) => key.id === id)!;
const makeDue = (id: string) =>
	lab.api.db
		.update(llmProviders)
		.set({ nextTestAt: new Date(Date.now() - 1) })
		.where(eq(llmProviders.id, id));
const minutesUntil = (moment: Date) => Math.round((moment.getTime() - Date.now()) / 60_000);
const actions = async () => {
	const rows = await lab.api.db.select().from(auditEvents).orderBy(auditEvents.seq);
	return rows.map(({ action }) => action);
};

describe("the clock", () => {
	it("tests each key whose time has come once, on whichever server, and not a disabled one", async () => {
		const [a, b, off] = [await save("a"), await save("b"), await save("off")];
		await lab.as.keys.setEnabled({ providerId: off, enabled: false });
		const servers = [lab.api, lab.api.secondServer(), lab.api.secondServer()];
		const tested = await Promise.all(servers.map(testDueKeys));
		expect(tested.reduce((sum, count) => sum + count)).toBe(2);
		const rows = await lab.api.db.select().from(keyTests);
		expect(rows.map(({ subject }) => subject).toSorted()).toEqual([a, b].toSorted());
		expect(rows[0]).toMatchObject({ success: true, trigger: "clock", version: 1, modelsFound: expect.any(Number) });
		expect(await testDueKeys(lab.api)).toBe(0);
		expect(minutesUntil((await rowOf(a)).nextTestAt)).toBe(360);
		expect(await shown(a)).toMatchObject({ healthStatus: "healthy", recentTests: [{ success: true, reason: null }] });
		expect((await shown(off)).recentTests).toEqual([]);
		// What nobody asked for and changed nothing is no event.
		expect(await actions()).toEqual(["keys.save", "keys.save", "keys.save", "keys.set_enabled"]);
	});

	it("sets a refused key aside, waits twice as long after each refusal, and takes it back by itself", async () => {
		const id = await save("rotten");
		lab.sandbox.script({ fail: "unauthorized", times: Number.POSITIVE_INFINITY });
		const waits: number[] = [];
		for (let i = 0; i < 4; i++) {
			await makeDue(id);
			await testDueKeys(lab.api);
			waits.push(minutesUntil((await rowOf(id)).nextTestAt));
		}
		expect(waits).toEqual([1, 2, 4, 8]);
		await lab.api.db.update(llmProviders).set({ setAsideTests: 40 });
		await makeDue(id);
		await testDueKeys(lab.api);
		const row = await rowOf(id);
		expect(minutesUntil(row.nextTestAt)).toBe(360);
		const { setAside, healthStatus } = await shown(id);
		expect(healthStatus).toBe("unhealthy");
		expect(setAside).toMatchObject({ reason: "unauthorized", since: row.setAsideAt, nextTestAt: row.nextTestAt });
		expect(setAside?.message).toContain("OpenAI does not accept the key");
		lab.sandbox.reset();
		await makeDue(id);
		await testDueKeys(lab.api.secondServer());
		expect(await shown(id)).toMatchObject({ setAside: null, healthStatus: "healthy" });
		expect(await actions()).toEqual(["keys.save", "keys.set_aside", "keys.restore"]);
	});

	it("sets a key aside whose account is refused, and gives it another chance after a quarter of an hour", async () => {
		const id = await save("broke");
		const failure = { reason: "quota", message: "The account has no credit left.", retryable: false } as const;
		await noteRefusal(lab.api, { providerId: id, keyVersion: 1 }, failure, "run-1");
		const row = await rowOf(id);
		expect(row).toMatchObject({ setAsideReason: "quota", healthStatus: "unhealthy" });
		expect(minutesUntil(row.nextTestAt)).toBe(15);
		lab.sandbox.script({ fail: "quota", times: Number.POSITIVE_INFINITY });
		await makeDue(id);
		await testDueKeys(lab.api);
		expect(minutesUntil((await rowOf(id)).nextTestAt)).toBe(30);
		lab.sandbox.reset();
		await makeDue(id);
		await testDueKeys(lab.api);
		expect(await shown(id)).toMatchObject({ setAside: null, healthStatus: "healthy" });
		expect(await actions()).toEqual(["keys.save", "keys.set_aside", "keys.restore"]);
	});

	it("does not set aside what fails for another reason, and comes again after a quarter of an hour", async () => {
		const id = await save("far");
		lab.sandbox.script({ fail: "overloaded", times: Number.POSITIVE_INFINITY });
		await testDueKeys(lab.api);
		expect(minutesUntil((await rowOf(id)).nextTestAt)).toBe(15);
		expect(await shown(id)).toMatchObject({
			setAside: null,
			healthStatus: "unhealthy",
			recentTests: [{ success: false, reason: "overloaded" }],
		});
	});

	it("passes over a key that cannot be read", async () => {
		const [id, other] = [await save("lost"), await save("fine")];
		await lab.api.db.update(llmProviders).set({ encryptedSecret: "v1.k9.AAAA.AAAA" }).where(eq(llmProviders.id, id));
		expect(await testDueKeys(lab.api)).toBe(1);
		expect((await shown(other)).recentTests).toHaveLength(1);
	});

	it("keeps 30 days of tests, of which a card shows the last 20 of the secret in use", async () => {
		const id = await save("old");
		const test = (days: number, version = 1) => ({
			...{ subject: id, version, success: true, latencyMs: days, trigger: "clock" as const },
			at: new Date(Date.now() - days * 86_400_000),
		});
		await lab.api.db.insert(keyTests).values(Array.from({ length: 40 }, (_, days) => test(days)));
		expect((await shown(id)).recentTests.map(({ latencyMs }) => latencyMs)).toEqual(
			Array.from({ length: 20 }, (_, i) => 19 - i),
		);
		await pruneKeyTests(lab.api.db);
		expect(await lab.api.db.$count(keyTests)).toBe(30);
		await lab.as.keys.delete({ providerId: id });
		expect(await lab.api.db.$count(keyTests)).toBe(0);
	});

	it("remembers what an admin's test of the environment's key found", async () => {
		const { environmentProviders } = lab.api.services.config;
		const groq = { ...environmentProviders.groq, apiKey: "sk-test-environment-0123" };
		const api = lab.api.secondServer({ environmentProviders: { ...environmentProviders, groq } });
		const as = api.as(lab.admin);
		const find = async () => (await as.keys.list()).providers.find(({ id }) => id === "groq");
		expect(await find()).toMatchObject({ healthStatus: "unknown", recentTests: [] });
		await as.keys.test({ providerId: "groq" });
		expect(await find()).toMatchObject({ healthStatus: "healthy", recentTests: [{ success: true }] });
		// A key that only stands in a form says nothing about it.
		await as.keys.test({ providerType: "groq", apiKey: "sk-test-invalid-0123456789" });
		expect(await find()).toMatchObject({ healthStatus: "healthy" });
	});
});

describe("the order of a provider's keys", () => {
	const order = async () =>
		(await lab.as.keys.list()).providers.filter(({ providerType }) => providerType === "openai").map(({ id }) => id);

	it("is set as a whole, told to the audit, and is the order in which keys are tried", async () => {
		const [a, b, c] = [await save("a"), await save("b"), await save("c")];
		expect(await order()).toEqual([a, b, c]);
		await lab.as.keys.reorder({ providerType: "openai", providerIds: [c, a, b] });
		expect(await order()).toEqual([c, a, b]);
		const { events } = await lab.as.audit.list({ action: "keys.reorder" });
		expect(events[0]).toMatchObject({ before: { order: ["a", "b", "c"] }, after: { order: ["c", "a", "b"] } });
	});

	it("is refused when a key is missing, stands twice, or is another provider's", async () => {
		const [a, b] = [await save("a"), await save("b")];
		const groq = await save("g", { providerType: "groq" });
		for (const providerIds of [[a], [a, b, groq], [a, groq]]) {
			const call = lab.as.keys.reorder({ providerType: "openai", providerIds });
			expect(await refusalOf(call)).toMatchObject({ code: "CONFLICT", message: expect.stringContaining("Look again") });
		}
		const twice = lab.as.keys.reorder({ providerType: "openai", providerIds: [a, a] });
		expect(await refusalOf(twice)).toMatchObject({ code: "BAD_REQUEST", fields: ["providerIds"] });
		expect(await order()).toEqual([a, b]);
	});
});

describe("the reminder", () => {
	it("counts 90 days unless an admin says otherwise; 0 is never", async () => {
		const id = await save("aged");
		const isDue = async () => (await shown(id)).isRotationDue;
		const age = (days: number) =>
			lab.api.db.update(llmProviders).set({ rotatedAt: sql`now() - make_interval(days => ${days})` });
		await age(89);
		expect([(await lab.as.keys.list()).reminderDays, await isDue()]).toEqual([90, false]);
		await age(90);
		expect(await isDue()).toBe(true);
		await lab.as.keys.setReminder({ days: 180 });
		expect(await isDue()).toBe(false);
		await lab.as.keys.setReminder({ days: 0 });
		await age(4000);
		expect([(await lab.as.keys.list()).reminderDays, await isDue()]).toEqual([0, false]);
		const { events } = await lab.as.audit.list({ action: "keys.reminder" });
		expect(events[0]).toMatchObject({ before: { days: 180 }, after: { days: 0 } });
	});

	it.each([-1, 1.5, 3651, Number.NaN])("refuses %s days", async (days) => {
		expect(await refusalOf(lab.as.keys.setReminder({ days }))).toMatchObject({ code: "BAD_REQUEST", fields: ["days"] });
	});
});

it("a disabled key pays for nothing until it is enabled again, and is not lost", async () => {
	const id = await save("only");
	await lab.as.keys.setEnabled({ providerId: id, enabled: false });
	expect((await refusalOf(lab.as.keys.test({ providerType: "openai" }))).code).toBe("SERVICE_UNAVAILABLE");
	await lab.as.keys.setEnabled({ providerId: id, enabled: true });
	expect((await lab.as.keys.test({ providerType: "openai" })).success).toBe(true);
	const unknown = lab.as.keys.setEnabled({ providerId: "no-such-key", enabled: true });
	expect((await refusalOf(unknown)).code).toBe("NOT_FOUND");
});
