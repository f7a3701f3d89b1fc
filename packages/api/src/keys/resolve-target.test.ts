import { schema } from "@llm-hub/db";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ApiConfig } from "../services.ts";
import { createTestApi, type TestApi } from "../test/harness.ts";
import { canary, refusalOf } from "./fixtures.ts";
import { type ResolvedTarget, resolveTarget } from "./resolve-target.ts";

let api: TestApi;
beforeAll(async () => {
	api = await createTestApi({ allowPrivateUpstreams: false });
});
afterEach(() => api.db.delete(schema.llmProviders));
afterAll(() => api.close());

const save = async (input: Parameters<ReturnType<TestApi["as"]>["keys"]["save"]>[0]) => {
	const admin = await api.createUser("admin");
	return (await api.as(admin).keys.save({ ...input, test: false })).providerId;
};
const openai = (name: string, apiKey: string, priority: number) =>
	save({ providerType: "openai", name, apiKey, priority });
const custom = (name: string, priority: number, apiKey?: string) =>
	save({ providerType: "custom", name, baseUrl: `https://${name}.example/v1`, apiKey, priority });
const resolveAll = async (modelId: string, config: Partial<ApiConfig> = {}): Promise<ResolvedTarget> =>
	resolveTarget(await api.restart(config), modelId);
/** The same with the first payer's facts beside it. */
const resolve = async (modelId: string, config: Partial<ApiConfig> = {}) => {
	const { payers, ...resolved } = await resolveAll(modelId, config);
	return { ...resolved, ...payers[0] };
};

describe("a named provider", () => {
	it("uses the first saved key by priority, at the provider's own host", async () => {
		await openai("A", "sk-test-of-a-at-fifty", 50);
		const first = await openai("B", canary, 10);
		expect(
			await resolve("openai/gpt-4o", { environmentProviders: { openai: { apiKey: "sk-test-environment" } } }),
		).toEqual({
			target: { provider: "openai", baseUrl: "https://api.openai.com/v1", secret: canary, allowPrivate: false },
			upstreamModel: "gpt-4o",
			providerId: first,
			keyVersion: 1,
			keyLabel: "B …4806",
			isSetAside: false,
			keySource: "database",
			catalogId: "openai/gpt-4o",
		});
	});

	it("passes over a disabled key, and then uses the environment's, at the environment's host", async () => {
		await openai("A", canary, 50);
		await api.db.update(schema.llmProviders).set({ enabled: false });
		const environmentProviders = { openai: { apiKey: "sk-test-environment", baseUrl: "https://proxy.example/v1" } };
		expect(await resolve("openai/gpt-4o", { environmentProviders })).toMatchObject({
			target: { baseUrl: "https://proxy.example/v1", secret: "sk-test-environment" },
			providerId: null,
			keySource: "environment",
		});
	});

	it("keeps the slashes of the provider's own ids", async () => {
		const environmentProviders = { openrouter: { apiKey: canary } };
		const { upstreamModel } = await resolve("openrouter/meta-llama/llama-3.3-70b:free", { environmentProviders });
		expect(upstreamModel).toBe("meta-llama/llama-3.3-70b:free");
	});

	it("without a key says who can add one", async () => {
		expect(await refusalOf(resolve("groq/llama"))).toMatchObject({
			code: "SERVICE_UNAVAILABLE",
			message: "There is no key for Groq: an admin adds one under Providers.",
		});
	});

	it.each(["acme/model", "openai", "openai/", "/gpt-4o", "", "OpenAI/gpt-4o", "__proto__/x"])(
		"%j is not found",
		async (id) => {
			expect((await refusalOf(resolve(id))).code).toBe("NOT_FOUND");
		},
	);
});

describe("custom endpoints", () => {
	const sandboxBaseUrl = "http://127.0.0.1:9/v1";
	const environmentProviders = { custom: { baseUrl: "https://environment.example/v1" } };

	it("are named by slug, whatever their priority", async () => {
		await custom("alpha", 1, canary);
		const beta = await custom("beta", 99);
		expect(await resolve("custom/beta/org/model")).toEqual({
			target: { provider: "custom", baseUrl: "https://beta.example/v1", secret: null, allowPrivate: false },
			upstreamModel: "org/model",
			providerId: beta,
			keyVersion: 1,
			keyLabel: "beta",
			isSetAside: false,
			keySource: "database",
			catalogId: "custom/beta/org/model",
		});
	});

	it("unnamed mean the first by priority: saved, then the environment's, then the Sandbox", async () => {
		const offered = { sandboxBaseUrl, environmentProviders };
		expect(await resolve("custom/m", { sandboxBaseUrl })).toMatchObject({
			target: { baseUrl: sandboxBaseUrl, secret: null, allowPrivate: true },
			keySource: "sandbox",
			catalogId: "custom/sandbox/m",
		});
		expect(await resolve("custom/org/m", offered)).toMatchObject({
			target: { baseUrl: "https://environment.example/v1", allowPrivate: false },
			keySource: "environment",
			upstreamModel: "org/m",
			catalogId: "custom/environment/org/m",
		});
		await custom("alpha", 5);
		expect(await resolve("custom/m", offered)).toMatchObject({ keySource: "database", catalogId: "custom/alpha/m" });
		expect(await resolve("custom/sandbox/m", offered)).toMatchObject({ keySource: "sandbox", upstreamModel: "m" });
		expect(await resolve("custom/environment/m", offered)).toMatchObject({ keySource: "environment" });
	});

	it("that are disabled, not offered or gone get nothing, and neither does another one instead", async () => {
		await custom("alpha", 1);
		await custom("beta", 2);
		const { llmModels, llmProviders } = schema;
		await api.db.insert(llmModels).values({
			id: "custom/gone/m",
			providerType: "custom",
			endpointSlug: "gone",
			upstreamId: "m",
			displayName: "m",
			capabilities: ["chat"],
			priceState: "unknown",
		});
		await api.db.update(llmProviders).set({ enabled: false }).where(eq(llmProviders.slug, "alpha"));
		expect(await resolve("custom/m")).toMatchObject({ catalogId: "custom/beta/m" });
		for (const id of ["custom/alpha/m", "custom/sandbox/m", "custom/environment/m", "custom/gone/m"]) {
			expect((await refusalOf(resolve(id))).code, id).toBe("SERVICE_UNAVAILABLE");
		}
	});
});

it("uses the next saved key when one cannot be read", async () => {
	await openai("A", canary, 1);
	await api.db.update(schema.llmProviders).set({ encryptedSecret: "v1.k9.AAAA.AAAA" });
	expect((await refusalOf(resolve("openai/gpt-4o"))).message).toContain("keyring key k9 is missing");
	const next = await openai("B", "sk-test-the-next-one", 2);
	expect(await resolve("openai/gpt-4o")).toMatchObject({
		providerId: next,
		target: { secret: "sk-test-the-next-one" },
	});
});

describe("failover", () => {
	const idsOf = async (modelId: string, config?: Partial<ApiConfig>) =>
		(await resolveAll(modelId, config)).payers.map(({ providerId }) => providerId);

	it("goes by priority, puts what is set aside last, and never ends at the environment's key", async () => {
		const [c, a, b] = [await openai("C", canary, 30), await openai("A", canary, 10), await openai("B", canary, 20)];
		const environmentProviders = { openai: { apiKey: "sk-test-environment" } };
		expect(await idsOf("openai/gpt-4o", { environmentProviders })).toEqual([a, b, c]);
		const { llmProviders } = schema;
		await api.db.update(llmProviders).set({ setAsideAt: new Date() }).where(eq(llmProviders.id, a));
		expect(await idsOf("openai/gpt-4o", { environmentProviders })).toEqual([b, c, a]);
		await api.db.update(llmProviders).set({ setAsideAt: new Date() });
		expect(await idsOf("openai/gpt-4o", { environmentProviders })).toEqual([a, b, c]);
	});

	it("of a custom endpoint never reaches another host, named or not, whatever is set aside", async () => {
		const alpha = await custom("alpha", 1, canary);
		await custom("beta", 2, canary);
		await api.db.update(schema.llmProviders).set({ setAsideAt: new Date() });
		expect(await idsOf("custom/alpha/m")).toEqual([alpha]);
		expect(await idsOf("custom/m")).toEqual([alpha]);
	});
});
