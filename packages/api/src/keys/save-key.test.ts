import { schema } from "@llm-hub/db";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { canary, createKeysLab, type KeysLab, namedProviders, refusalOf } from "./fixtures.ts";

let lab: KeysLab;
beforeAll(async () => {
	lab = await createKeysLab();
});
afterEach(async () => {
	lab.sandbox.reset();
	await lab.api.db.delete(schema.llmProviders);
});
afterAll(() => lab[Symbol.asyncDispose]());

const rows = () => lab.api.db.select().from(schema.llmProviders);
const custom = (changes: object = {}) => ({
	providerType: "custom" as const,
	name: "My GPU",
	baseUrl: lab.sandbox.baseUrl("custom"),
	...changes,
});

describe("saving a key", () => {
	it.each(namedProviders)("%s: sealed, tested, and shown by its preview alone", async (providerType) => {
		const saved = await lab.as.keys.save({ providerType, apiKey: canary });
		expect(saved).toMatchObject({
			hasKey: true,
			enabled: true,
			created: true,
			keyPreview: "sk-cana...4806",
			baseUrl: null,
			testResult: { success: true, error: null },
		});
		expect(saved.message).toBe(`Saved and tested: ${saved.testResult?.modelsFound} models found.`);
		const [row] = await rows();
		expect(row).toMatchObject({ id: saved.providerId, healthStatus: "healthy", createdBy: lab.admin.userId });
		expect(row?.encryptedSecret).toMatch(/^v1\.test\./);
		expect(JSON.stringify([saved, row])).not.toContain(canary);
		expect(lab.sandbox.calls.length).toBeGreaterThan(0);
		expect(lab.sandbox.calls.every(({ kind }) => kind !== "chat")).toBe(true);
	});

	it("replaces the key of the same provider and name, and keeps the row", async () => {
		const first = await lab.as.keys.save({ providerType: "openai", apiKey: "sk-test-the-first-of-two", priority: 5 });
		const [before] = await rows();
		const second = await lab.as.keys.save({ providerType: "openai", apiKey: canary, test: false });
		expect(second).toMatchObject({ providerId: first.providerId, created: false, priority: 5, testResult: null });
		const [row, ...others] = await rows();
		expect(others).toEqual([]);
		expect(row).toMatchObject({
			keyPreview: "sk-cana...4806",
			healthStatus: "unknown",
			testStatus: null,
			lastTest: null,
		});
		expect(row?.encryptedSecret).not.toBe(before?.encryptedSecret);
		expect(row?.rotatedAt.getTime()).toBeGreaterThan(before?.rotatedAt.getTime() ?? Number.NaN);
	});

	it("keeps several keys of a provider by name", async () => {
		await lab.as.keys.save({ providerType: "openai", apiKey: canary, test: false });
		await lab.as.keys.save({ providerType: "openai", name: "Team B", apiKey: canary, priority: 1, test: false });
		const { providers } = await lab.as.keys.list();
		expect(providers.filter(({ providerType }) => providerType === "openai").map(({ name }) => name)).toEqual([
			"Team B",
			"OpenAI",
		]);
	});

	it("keeps a key whose test fails, and says so", async () => {
		lab.sandbox.script({ fail: "unauthorized", times: Number.POSITIVE_INFINITY });
		const saved = await lab.as.keys.save({ providerType: "anthropic", apiKey: canary });
		expect(saved.testResult).toMatchObject({ success: false, modelsFound: null, error: { reason: "unauthorized" } });
		expect(saved.message).toMatch(/^Saved, but the test failed\. Anthropic does not accept the key/);
		expect(await rows()).toMatchObject([{ healthStatus: "unhealthy", testStatus: "failed" }]);
	});

	it("keeps one row when the same name is saved many times at once", async () => {
		const saves = Array.from({ length: 8 }, () =>
			lab.as.keys.save({ providerType: "groq", apiKey: canary, test: false }),
		);
		const ids = new Set((await Promise.all(saves)).map(({ providerId }) => providerId));
		expect(ids.size).toBe(1);
		expect(await rows()).toHaveLength(1);
		const { providers } = await lab.as.keys.list();
		expect(providers.find(({ keySource }) => keySource === "database")?.healthStatus).toBe("unknown");
	});

	it("keeps saving when the tests of this minute are used up, and says so", async () => {
		const limited = await lab.api.restart({ keyTestsPerMinute: 1 });
		const as = limited.as(lab.admin);
		await as.keys.save({ providerType: "openai", apiKey: canary });
		const saved = await as.keys.save({ providerType: "mistral", apiKey: canary });
		expect(saved.testResult).toBeNull();
		expect(saved.message).toMatch(/^Saved, not tested\. At most 1 key tests a minute/);
		expect(await rows()).toHaveLength(2);
	});
});

describe("a custom endpoint", () => {
	it("needs no key, and its models enter the catalog with an unknown price", async () => {
		const saved = await lab.as.keys.save(custom({ baseUrl: `${lab.sandbox.baseUrl("custom")}/` }));
		expect(saved).toMatchObject({
			hasKey: false,
			keyPreview: null,
			slug: "my-gpu",
			baseUrl: lab.sandbox.baseUrl("custom"),
		});
		expect(lab.sandbox.calls.every(({ auth }) => auth === null)).toBe(true);
		const { models } = await lab.as.catalog.list({ endpoint: "my-gpu" });
		expect(models).toHaveLength(saved.testResult?.modelsFound ?? -1);
		expect(models[0]).toMatchObject({ providerName: "My GPU", priceState: "unknown", inputPer1M: null, enabled: true });
	});

	it("takes another base URL only with the key entered again", async () => {
		await lab.as.keys.save(custom({ apiKey: canary, test: false }));
		const [before] = await rows();
		const moved = custom({ baseUrl: "http://127.0.0.1:9/v1" });
		expect(await refusalOf(lab.as.keys.save(moved))).toMatchObject({
			code: "UNPROCESSABLE_CONTENT",
			fields: ["apiKey"],
		});
		expect(await rows()).toEqual([before]);
		const again = await lab.as.keys.save({ ...moved, apiKey: canary, test: false });
		expect(again).toMatchObject({ created: false, baseUrl: "http://127.0.0.1:9/v1" });
		const { providers } = await lab.as.keys.list();
		expect(providers.find(({ id }) => id === again.providerId)).toMatchObject({
			problem: null,
			healthStatus: "unknown",
		});
	});

	it("keeps its key and its health when it is saved again without them", async () => {
		await lab.as.keys.save(custom({ apiKey: canary }));
		const [before] = await rows();
		const saved = await lab.as.keys.save(custom({ priority: 7, test: false }));
		expect(saved).toMatchObject({ hasKey: true, priority: 7, keyPreview: "sk-cana...4806" });
		const { encryptedSecret, rotatedAt, healthStatus } = before ?? {};
		expect(await rows()).toMatchObject([{ encryptedSecret, rotatedAt, healthStatus }]);
	});

	it("without a key moves freely: there is nothing to give away", async () => {
		await lab.as.keys.save(custom({ test: false }));
		const saved = await lab.as.keys.save(custom({ baseUrl: "http://127.0.0.1:9/v1", test: false }));
		expect(saved.created).toBe(false);
	});

	it("has a name that no other endpoint is reached by", async () => {
		await lab.as.keys.save(custom({ test: false }));
		for (const name of ["my-gpu", "MY  GPU!", "Sandbox", "environment"]) {
			expect(await refusalOf(lab.as.keys.save(custom({ name, test: false })))).toMatchObject({ fields: ["name"] });
		}
		expect(await rows()).toHaveLength(1);
	});

	it("with a name of no Latin letters is reached by an id", async () => {
		const saved = await lab.as.keys.save(custom({ name: "鍵", test: false }));
		expect(saved.slug).toMatch(/^[0-9a-f]{8}$/);
	});
});

describe("a row whose host was changed behind the keyring's back", () => {
	it("is unreadable, and its key goes nowhere", async () => {
		const { providerId } = await lab.as.keys.save(custom({ apiKey: canary, test: false }));
		const elsewhere = `${lab.sandbox.url}/openai/v1`;
		await lab.api.db
			.update(schema.llmProviders)
			.set({ baseUrl: elsewhere })
			.where(eq(schema.llmProviders.id, providerId));
		expect(await refusalOf(lab.as.keys.test({ providerId }))).toMatchObject({
			code: "SERVICE_UNAVAILABLE",
			message: expect.stringContaining("tampered"),
		});
		expect(lab.sandbox.calls).toEqual([]);
	});
});
