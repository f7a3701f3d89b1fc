import { randomBytes } from "node:crypto";
import { schema } from "@llm-hub/db";
import { providerTypes } from "@llm-hub/providers";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { canary, createKeysLab, hostsAt, type KeysLab, namedProviders, refusalOf } from "./fixtures.ts";

let lab: KeysLab;
beforeAll(async () => {
	lab = await createKeysLab();
});
afterEach(async () => {
	lab.sandbox.reset();
	await lab.api.db.delete(schema.llmProviders);
});
afterAll(() => lab[Symbol.asyncDispose]());

const saveOpenAi = (name?: string) => lab.as.keys.save({ providerType: "openai", name, apiKey: canary, test: false });

describe("the list", () => {
	it("has a row for every provider that nobody gave a key for", async () => {
		const { providers, total } = await lab.as.keys.list();
		expect(providers.map(({ id }) => id)).toEqual([...providerTypes]);
		expect(total).toBe(9);
		for (const row of providers) {
			expect(row).toMatchObject({ hasKey: false, keySource: "not_set", healthStatus: "unknown", keyPreview: null });
		}
		expect(providers[0]).toMatchObject({ name: "OpenRouter", environmentVariable: "OPENROUTER_API_KEY" });
	});

	it("shows the environment's keys, by preview, until one is saved", async () => {
		const environmentProviders = {
			openai: { apiKey: canary },
			cohere: { apiKey: "shortish-key" },
			custom: { baseUrl: "http://127.0.0.1:9/v1" },
			mistral: { baseUrl: "http://127.0.0.1:9/v1" },
		};
		const as = (await lab.api.restart({ environmentProviders })).as(lab.admin);
		const rows = async () => new Map((await as.keys.list()).providers.map((row) => [row.id, row]));
		const before = await rows();
		expect(before.get("openai")).toMatchObject({
			keySource: "environment",
			hasKey: true,
			keyPreview: "sk-cana...4806",
		});
		expect(before.get("cohere")).toMatchObject({ keySource: "environment", keyPreview: "***" });
		expect(before.get("custom")).toMatchObject({
			keySource: "environment",
			hasKey: false,
			slug: "environment",
			baseUrl: "http://127.0.0.1:9/v1",
		});
		expect(before.get("mistral")).toMatchObject({ keySource: "not_set" });
		const { providerId } = await saveOpenAi();
		const after = await rows();
		expect(after.has("openai")).toBe(false);
		expect(after.get(providerId)).toMatchObject({ keySource: "database", providerType: "openai" });
	});

	it("offers the Sandbox as a custom row of its own, where there is one", async () => {
		const as = (await lab.api.restart({ sandboxBaseUrl: lab.sandbox.baseUrl("custom") })).as(lab.admin);
		const { providers, total } = await as.keys.list();
		expect(total).toBe(10);
		expect(providers.at(-1)).toMatchObject({
			id: "sandbox",
			providerType: "custom",
			name: "Sandbox",
			slug: "sandbox",
			keySource: "sandbox",
			hasKey: false,
			enabled: true,
		});
		expect((await as.keys.test({ providerId: "sandbox" })).success).toBe(true);
		expect((await refusalOf(as.keys.delete({ providerId: "sandbox" }))).code).toBe("NOT_FOUND");
	});
});

describe("a key sealed under a ring that is gone", () => {
	it("is unreadable, says which key is missing, loses nothing, and is readable with the ring back", async () => {
		const { providerId } = await saveOpenAi();
		const [before] = await lab.api.db.select().from(schema.llmProviders);
		const encryptionKeys = [{ id: "k9", key: randomBytes(32) }];
		const environmentProviders = {
			...hostsAt(lab.sandbox),
			openai: { apiKey: "sk-test-environment", baseUrl: "http://127.0.0.1:9" },
		};
		const other = (await lab.api.restart({ encryptionKeys, environmentProviders })).as(lab.admin);
		const { providers } = await other.keys.list();
		expect(providers.find(({ id }) => id === providerId)).toMatchObject({
			healthStatus: "unreadable",
			problem: expect.stringContaining("keyring key test is missing"),
			keyPreview: "sk-cana...4806",
			hasKey: true,
		});
		// Not the environment's key instead: another account would pay.
		for (const input of [{ providerId }, { providerType: "openai" as const }]) {
			expect(await refusalOf(other.keys.test(input))).toMatchObject({
				code: "SERVICE_UNAVAILABLE",
				message: expect.stringContaining("keyring key test is missing"),
			});
		}
		const [after] = await lab.api.db.select().from(schema.llmProviders);
		expect(after).toEqual(before);
		expect((await lab.as.keys.list()).providers.find(({ id }) => id === providerId)?.healthStatus).toBe("unknown");
	});

	it("copied into another row is unreadable there", async () => {
		const [a, b] = [await saveOpenAi("A"), await saveOpenAi("B")];
		const [row] = await lab.api.db.select().from(schema.llmProviders).where(eq(schema.llmProviders.id, a.providerId));
		await lab.api.db
			.update(schema.llmProviders)
			.set({ encryptedSecret: row?.encryptedSecret })
			.where(eq(schema.llmProviders.id, b.providerId));
		const { providers } = await lab.as.keys.list();
		expect(providers.find(({ id }) => id === b.providerId)).toMatchObject({
			healthStatus: "unreadable",
			problem: expect.stringContaining("tampered"),
		});
		expect(providers.find(({ id }) => id === a.providerId)?.problem).toBeNull();
	});
});

describe("deleting", () => {
	it("by id or type removes the key and says what serves the provider now", async () => {
		const first = await saveOpenAi();
		expect(await lab.as.keys.delete({ providerId: first.providerId })).toMatchObject({
			providerId: first.providerId,
			keySource: "not_set",
			message: "Deleted. OpenAI has no key now.",
		});
		await saveOpenAi();
		const environmentProviders = { openai: { apiKey: canary } };
		const as = (await lab.api.restart({ environmentProviders })).as(lab.admin);
		expect(await as.keys.delete({ providerType: "openai" })).toMatchObject({
			keySource: "environment",
			message: "Deleted. OpenAI now falls back to the environment (OPENAI_API_KEY).",
		});
		expect(await lab.api.db.select().from(schema.llmProviders)).toEqual([]);
		expect((await refusalOf(as.keys.delete({ providerType: "openai" }))).code).toBe("NOT_FOUND");
	});

	it("by type means the default name or the only one, and asks when it could be several", async () => {
		await saveOpenAi("A");
		await saveOpenAi("B");
		expect(await refusalOf(lab.as.keys.delete({ providerType: "openai" }))).toMatchObject({
			code: "CONFLICT",
			message: expect.stringContaining('"A", "B"'),
		});
		await saveOpenAi();
		expect(await lab.as.keys.delete({ providerType: "openai" })).toMatchObject({
			name: "OpenAI",
			keySource: "database",
			message: 'Deleted. OpenAI now uses the saved key "A".',
		});
		expect((await lab.as.keys.delete({ providerType: "openai", name: "A" })).name).toBe("A");
		expect((await refusalOf(lab.as.keys.delete({ providerType: "openai", name: "A" }))).code).toBe("NOT_FOUND");
		expect((await lab.as.keys.delete({ providerType: "openai" })).name).toBe("B");
	});

	it("an endpoint retires its models; saving it again brings them back with the admin's choices", async () => {
		const endpoint = { providerType: "custom" as const, name: "Mine", baseUrl: lab.sandbox.baseUrl("custom") };
		const { providerId } = await lab.as.keys.save(endpoint);
		const listed = async () => (await lab.as.catalog.list({ endpoint: "mine" })).models;
		const [first] = await listed();
		const id = first?.id ?? "";
		await lab.as.catalog.setEnabled({ ids: [id], enabled: false });
		await lab.as.keys.delete({ providerId });
		expect(await listed()).toEqual([]);
		expect((await lab.as.catalog.byId({ id })).retiredAt).toBeInstanceOf(Date);
		await lab.as.keys.save(endpoint);
		expect((await listed()).find((model) => model.id === id)).toMatchObject({ enabled: false, retiredAt: null });
	});
});

it("tells what a person who enters a key needs to know of each provider", async () => {
	const { providers, total } = await lab.as.keys.info();
	expect(total).toBe(9);
	expect(providers.map(({ providerType }) => providerType)).toEqual([...providerTypes]);
	for (const type of namedProviders) {
		expect(providers.find(({ providerType }) => providerType === type)?.getKeyUrl).toMatch(/^https:/);
	}
});
