import { schema } from "@llm-hub/db";
import { createHold } from "@llm-hub/sandbox";
import { eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createCaller } from "../root.ts";
import { canary, contextOf, createKeysLab, hostsAt, type KeysLab, namedProviders, refusalOf } from "./fixtures.ts";

let lab: KeysLab;
beforeAll(async () => {
	lab = await createKeysLab();
});
afterEach(async () => {
	lab.sandbox.reset();
	await lab.api.db.delete(schema.llmProviders);
});
afterAll(() => lab[Symbol.asyncDispose]());

const save = async (name: string, priority = 100) => {
	const { providerId } = await lab.as.keys.save({
		providerType: "openai",
		name,
		apiKey: canary,
		priority,
		test: false,
	});
	return providerId;
};
const rowOf = async (id: string) => {
	const [row] = await lab.api.db.select().from(schema.llmProviders).where(eq(schema.llmProviders.id, id));
	return row;
};
const always = { times: Number.POSITIVE_INFINITY };

describe("a saved key", () => {
	it("is tested by its id, and the result stays on its row", async () => {
		const providerId = await save("A");
		const result = await lab.as.keys.test({ providerId });
		expect(result).toMatchObject({ success: true, error: null });
		expect(result.stages.map(({ stage, ok }) => [stage, ok])).toEqual([
			["reach", true],
			["authenticate", true],
			["list", true],
		]);
		expect(result.modelsFound).toBe(result.stages[2]?.modelsFound);
		expect(result.latencyMs).toBe(result.stages.reduce((sum, { latencyMs }) => sum + latencyMs, 0));
		expect(await rowOf(providerId)).toMatchObject({ healthStatus: "healthy", testStatus: "success", lastTest: result });
		const { providers } = await lab.as.keys.list();
		expect(providers.find(({ id }) => id === providerId)).toMatchObject({
			healthStatus: "healthy",
			lastTest: result,
			modelsFound: result.modelsFound,
			lastTestedAt: expect.any(Date),
		});
	});

	it("is tested by its type: the first by priority", async () => {
		const [later, first] = [await save("A", 50), await save("B", 10)];
		await lab.as.keys.test({ providerType: "openai" });
		expect((await rowOf(first))?.testStatus).toBe("success");
		expect((await rowOf(later))?.testStatus).toBeNull();
	});

	it.each([
		["unauthorized", "authenticate"],
		["forbidden", "authenticate"],
		["quota", "authenticate"],
		["rate_limited", "authenticate"],
		["overloaded", "authenticate"],
		["bad_response", "authenticate"],
		["unreachable", "authenticate"],
	] as const)("that fails with %s is unhealthy, with what to do", async (fail, stage) => {
		const providerId = await save("A");
		lab.sandbox.script({ fail, ...always });
		const result = await lab.as.keys.test({ providerId });
		expect(result).toMatchObject({ success: false, modelsFound: null, error: { reason: fail } });
		expect(result.stages.at(-1)).toMatchObject({ stage, ok: false, failure: result.error });
		expect(result.error?.message.length).toBeGreaterThan(20);
		expect(JSON.stringify(result)).not.toContain("canary");
		expect(await rowOf(providerId)).toMatchObject({
			healthStatus: "unhealthy",
			testStatus: "failed",
			lastTest: result,
		});
	});

	it("whose host is gone is not reached", async () => {
		const gone = await lab.api.restart({
			environmentProviders: { openai: { baseUrl: "http://127.0.0.1:9/v1" } },
		});
		const result = await gone.as(lab.admin).keys.test({ providerId: await save("A") });
		expect(result).toMatchObject({
			success: false,
			error: { reason: "unreachable" },
			stages: [{ stage: "reach", ok: false }],
		});
	});

	it("that is replaced during its test keeps no result of the old one", async () => {
		const providerId = await save("A");
		const hold = createHold();
		lab.sandbox.script({ hold });
		const test = lab.as.keys.test({ providerId });
		await lab.sandbox.waitFor(({ provider }) => provider === "openai");
		await lab.as.keys.save({ providerType: "openai", name: "A", apiKey: `${canary}-2`, test: false });
		hold.release();
		expect((await test).success).toBe(true);
		expect(await rowOf(providerId)).toMatchObject({ healthStatus: "unknown", testStatus: null, lastTest: null });
	});
});

describe("a form that is not saved", () => {
	it.each(namedProviders)("%s: its key is tried and nothing is kept", async (providerType) => {
		expect(await lab.as.keys.test({ providerType, apiKey: canary })).toMatchObject({ success: true });
		const wrong = await lab.as.keys.test({ providerType, apiKey: "sk-test-invalid-key" });
		expect(wrong).toMatchObject({ success: false, error: { reason: "unauthorized" } });
		expect(await lab.api.db.select().from(schema.llmProviders)).toEqual([]);
	});

	it("leaves the saved key of the same provider as it was", async () => {
		const providerId = await save("A");
		const before = await rowOf(providerId);
		await lab.as.keys.test({ providerId, providerType: "openai", apiKey: "sk-test-invalid-key" });
		expect(await rowOf(providerId)).toEqual(before);
	});

	it("of a custom endpoint is tried without a key, or with the one it holds", async () => {
		const form = { providerType: "custom" as const, baseUrl: lab.sandbox.baseUrl("custom") };
		expect(await lab.as.keys.test(form)).toMatchObject({ success: true });
		expect(lab.sandbox.calls.every(({ auth }) => auth === null)).toBe(true);
		expect(await lab.as.keys.test({ ...form, apiKey: "sk-test-invalid-key" })).toMatchObject({ success: false });
		expect((await lab.as.catalog.list({ provider: "custom" })).total).toBe(0);
	});

	it("of a saved endpoint uses its key at its own host alone", async () => {
		const baseUrl = lab.sandbox.baseUrl("custom");
		const { providerId } = await lab.as.keys.save({ providerType: "custom", baseUrl, apiKey: canary, test: false });
		const same = await lab.as.keys.test({ providerId, providerType: "custom", baseUrl: `${baseUrl}/` });
		expect(same.success).toBe(true);
		expect(lab.sandbox.calls.at(-1)?.auth).not.toBeNull();
		lab.sandbox.reset();
		const other = { providerId, providerType: "custom" as const, baseUrl: lab.sandbox.baseUrl("openai") };
		expect((await refusalOf(lab.as.keys.test(other))).fields).toEqual(["apiKey"]);
		expect(lab.sandbox.calls).toEqual([]);
	});
});

describe("the environment's key", () => {
	it("is tested where no key is saved, by type and by the id that the list shows", async () => {
		const environmentProviders = {
			...hostsAt(lab.sandbox),
			groq: { apiKey: canary, baseUrl: lab.sandbox.baseUrl("groq") },
		};
		const as = (await lab.api.restart({ environmentProviders })).as(lab.admin);
		for (const input of [{ providerType: "groq" as const }, { providerId: "groq" }]) {
			expect(await as.keys.test(input)).toMatchObject({ success: true });
		}
	});
});

describe("as it happens", () => {
	it("shows that the host is reached while the answer is still out", async () => {
		const hold = createHold();
		lab.sandbox.script({ hold });
		const events = (await lab.as.keys.testLive({ providerType: "openai", apiKey: canary }))[Symbol.asyncIterator]();
		expect((await events.next()).value).toMatchObject({ type: "stage", stage: "reach", ok: true });
		hold.release();
		expect((await events.next()).value).toMatchObject({ type: "stage", stage: "authenticate", ok: true });
		expect((await events.next()).value).toMatchObject({ type: "stage", stage: "list", ok: true });
		expect((await events.next()).value).toMatchObject({ type: "result", success: true });
		expect((await events.next()).done).toBe(true);
	});

	it("stops upstream when nobody looks any more, and calls the key neither good nor bad", async () => {
		const providerId = await save("A");
		lab.sandbox.script({ hold: createHold() });
		for await (const _stage of await lab.as.keys.testLive({ providerId })) break;
		const call = await lab.sandbox.waitFor(({ abortedAt }) => abortedAt !== null);
		expect(call.provider).toBe("openai");
		expect(await rowOf(providerId)).toMatchObject({ healthStatus: "unknown", lastTest: null });
	});

	it("given up by its caller is cancelled, and calls the key neither good nor bad", async () => {
		const providerId = await save("A");
		lab.sandbox.script({ hold: createHold() });
		const controller = new AbortController();
		const caller = createCaller(contextOf(lab), { signal: controller.signal });
		const test = caller.keys.test({ providerId });
		await lab.sandbox.waitFor(({ provider }) => provider === "openai");
		controller.abort();
		expect(await test).toMatchObject({ success: false, error: { reason: "cancelled" } });
		expect(await rowOf(providerId)).toMatchObject({ healthStatus: "unknown", testStatus: null, lastTest: null });
	});

	it("that was left, and whose end the database does not take, is logged and harms nobody", async () => {
		await using own = await createKeysLab();
		own.sandbox.script({ hold: createHold() });
		const events = (await own.as.keys.testLive({ providerType: "openai", apiKey: canary }))[Symbol.asyncIterator]();
		await events.next();
		await own.api.db.execute(sql`alter table audit_events rename to audit_events_away`);
		await events.return?.(undefined);
		await expect.poll(() => own.api.logLines.join("\n")).toContain("did not end well");
	});

	it("refuses before the first event", async () => {
		const call = lab.as.keys.testLive({ providerType: "cohere" });
		expect((await refusalOf(call)).code).toBe("SERVICE_UNAVAILABLE");
	});
});

it("allows each user so many tests a minute, saved or not, live or not", async () => {
	const limited = await lab.api.restart({ keyTestsPerMinute: 2 });
	const as = limited.as(lab.admin);
	const form = { providerType: "openai" as const, apiKey: canary };
	await as.keys.test(form);
	for await (const _event of await as.keys.testLive(form));
	for (const call of [as.keys.test(form), as.keys.testLive(form)]) {
		expect((await refusalOf(call)).code).toBe("TOO_MANY_REQUESTS");
	}
	const other = limited.as(await lab.api.createUser("admin"));
	expect((await other.keys.test(form)).success).toBe(true);
});
