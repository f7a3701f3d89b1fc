import { schema } from "@llm-hub/db";
import { priceState, type SeedModel, seedModels } from "@llm-hub/providers";
import { createSandbox, defaultModels } from "@llm-hub/sandbox";
import { and, count, eq, like } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Caller, createTestApi, type TestApi } from "../test/harness.ts";
import { findModel } from "./find-model.ts";
import { flatPrice } from "./fixtures.ts";
import { addSandboxModels } from "./sandbox-models.ts";
import { seedCatalog } from "./seed-catalog.ts";

let api: TestApi;
let admin: Caller;
beforeAll(async () => {
	api = await createTestApi();
	admin = api.as(await api.createUser("admin"));
});
afterAll(() => api.close());

const { llmModels, modelPrices } = schema;
const rowsIn = async (table: typeof llmModels | typeof modelPrices) => {
	const [row] = await api.db.select({ total: count() }).from(table);
	return row?.total;
};
const pricesOf = (modelId: string) =>
	api.db.select().from(modelPrices).where(eq(modelPrices.modelId, modelId)).orderBy(modelPrices.id);

describe("the catalog that ships", () => {
	it("is there after the first start, with its prices", async () => {
		await seedCatalog(api.db);
		expect(await rowsIn(llmModels)).toBe(seedModels().length);
		expect(await rowsIn(modelPrices)).toBe(seedModels().filter(({ price }) => price).length);
		const { total, seed, retired } = await admin.catalog.stats();
		expect(total).toBeGreaterThan(600);
		expect(total + retired).toBe(seedModels().length);
		expect(seed).toEqual({ models: seedModels().length, appliedAt: expect.any(Date) });
		expect(await findModel(api, "openai/gpt-4o")).toMatchObject({
			enabled: true,
			priceState: "priced",
			contextLength: 128_000,
		});
	});

	it("shows a price that every source of the seed has, whole", async () => {
		const models = new Map(seedModels().map((model) => [model.id, model]));
		let offset = 0;
		for (let total = 1; offset < total; offset += 1000) {
			const page = await admin.catalog.list({ includeRetired: true, limit: 1000, offset });
			total = page.total;
			for (const { id, inputPer1M, outputPer1M, priceState } of page.models) {
				const rates = models.get(id)?.price?.tiers[0]?.rates;
				expect([id, Number(inputPer1M), Number(outputPer1M)]).toEqual([
					id,
					Number(rates?.input ?? 0),
					Number(rates?.output ?? 0),
				]);
				if (priceState === "unknown") expect([inputPer1M, outputPer1M]).toEqual([null, null]);
			}
		}
	});

	it("enables what its provider serves, and neither what it retired nor what it advises against", async () => {
		const retired = await findModel(api, "openai/gpt-4-32k");
		expect(retired).toMatchObject({ enabled: false, retiredAt: new Date("2025-06-06") });
		expect(await findModel(api, "mistral/mistral-tiny")).toMatchObject({ enabled: false, retiredAt: null });
		const { models } = await admin.catalog.list({ provider: "openai", search: "gpt-4-32k" });
		expect(models).toEqual([]);
	});

	it("is not written again by the next start", async () => {
		const before = await api.db.select().from(llmModels);
		expect(await seedCatalog(api.db)).toEqual({ changed: 0 });
		expect(await api.db.select().from(llmModels)).toEqual(before);
	});

	it("is written once by two servers that start at once", async () => {
		for (const table of [schema.settings, modelPrices, llmModels]) await api.db.delete(table);
		await Promise.all([seedCatalog(api.db), seedCatalog(api.db)]);
		expect(await rowsIn(modelPrices)).toBe(seedModels().filter(({ price }) => price).length);
	});
});

describe("another seed", () => {
	const changed = (changes: Partial<SeedModel>): SeedModel[] =>
		seedModels().map((model) => (model.id === "openai/gpt-4o" ? { ...model, ...changes } : model));

	it("changes what differs, adds to the price history, and leaves the admins' choices", async () => {
		await admin.catalog.setEnabled({ ids: ["openai/gpt-4o", "mistral/mistral-tiny"], enabled: false });
		await admin.catalog.setEnabled({ ids: ["mistral/mistral-tiny"], enabled: true });
		const models = changed({ price: flatPrice("2.4", "9"), contextLength: 256_000 });
		expect(await seedCatalog(api.db, models)).toEqual({ changed: 1 });
		expect(await admin.catalog.byId({ id: "openai/gpt-4o" })).toMatchObject({
			enabled: false,
			contextLength: 256_000,
			inputPer1M: "2.4",
		});
		expect((await findModel(api, "mistral/mistral-tiny"))?.enabled).toBe(true);
		const history = await pricesOf("openai/gpt-4o");
		expect(history).toHaveLength(2);
		expect(history[1]).toMatchObject({ source: "seed", price: flatPrice("2.4", "9") });
	});

	it("with the same rates of a later day is no new price", async () => {
		const price = { ...flatPrice("2.4", "9"), asOf: "2026-02-02" };
		await seedCatalog(api.db, changed({ price }));
		expect((await admin.catalog.byId({ id: "openai/gpt-4o" })).priceAsOf).toBe("2026-02-02");
		expect(await pricesOf("openai/gpt-4o")).toHaveLength(2);
	});

	it("with a price over ten times away, of zero or unknown waits for a person, and the old one stays in force", async () => {
		const modelId = "openai/gpt-4o";
		const inState = async (state: "applied" | "pending" | "dismissed") =>
			(await admin.catalog.changes.list({ modelId, state })).changes;
		expect(await inState("applied")).toMatchObject([{ after: { price: flatPrice("2.4", "9") } }]);
		const inForce = { priceState: "priced", inputPer1M: "2.4", priceSource: "seed", priceAsOf: "2026-02-02" };
		const { sources: before } = await admin.catalog.byId({ id: modelId });
		const shipped = seedModels().find(({ id }) => id === modelId)!;
		const sources = { ...shipped.sources, price: { ...shipped.sources.price!, asOf: "2026-12-01" } };
		const prices = [flatPrice("24.1", "9"), flatPrice("0", "0"), null];
		for (const price of prices) {
			for (const contextLength of [300_000, 400_000]) {
				const told = { ...sources, price: price && sources.price };
				const another = changed({ price, priceState: priceState(price), contextLength, sources: told });
				await seedCatalog(api.db, another);
				const model = await admin.catalog.byId({ id: modelId });
				expect(model).toMatchObject({ ...inForce, contextLength });
				expect(model.sources.price).toEqual(before.price);
				const waiting = { kind: "repriced", before: { price: { asOf: "2026-02-02" } }, after: { price } };
				expect(await inState("pending")).toMatchObject([waiting]);
			}
		}
		expect(await inState("dismissed")).toMatchObject([{ decidedBy: null }, { decidedBy: null }]);
		await admin.catalog.changes.accept({ ids: (await inState("pending")).map(({ id }) => id) });
		expect(await admin.catalog.byId({ id: modelId })).toMatchObject({ priceState: "unknown", inputPer1M: null });
		expect((await pricesOf(modelId)).map(({ source }) => source)).toEqual(["genai-prices", "seed", "unknown"]);
	});

	it("takes nothing back that a listing proposed, and asks nobody about a model that has retired", async () => {
		const modelId = "openai/gpt-4.1";
		const shipped = seedModels().find(({ id }) => id === modelId)!;
		const proposed = { price: { ...flatPrice("900", "900"), source: "provider" } };
		const [waiting] = await api.db
			.insert(schema.catalogChanges)
			.values({
				modelId,
				kind: "sources_disagree",
				state: "pending",
				after: proposed,
				syncId: "s1",
				detectedAt: new Date(),
			})
			.returning({ id: schema.catalogChanges.id });
		const pending = async () => (await admin.catalog.changes.list({ modelId, state: "pending" })).changes;
		const ship = (price: SeedModel["price"]) =>
			seedCatalog(api.db, [{ ...shipped, price, contextLength: (shipped.contextLength ?? 0) + 1 }]);
		await ship(shipped.price);
		expect(await pending()).toMatchObject([{ id: waiting?.id }]);
		await api.db
			.update(llmModels)
			.set({
				retiredAt: new Date(),
				sources: { ...shipped.sources, retiredAt: { source: "provider", asOf: "2026-11-01" } },
			})
			.where(eq(llmModels.id, modelId));
		await ship(flatPrice("50", "90"));
		expect(await pending()).toMatchObject([{ id: waiting?.id }]);
		expect(await admin.catalog.byId({ id: modelId })).toMatchObject({
			inputPer1M: shipped.price?.tiers[0]?.rates.input,
		});
	});

	it("deletes no row that it lacks", async () => {
		const before = await rowsIn(llmModels);
		await seedCatalog(api.db, seedModels().slice(0, 10));
		expect(await rowsIn(llmModels)).toBe(before);
	});
});

describe("the built-in Sandbox", () => {
	const offered = async (sandboxBaseUrl: string | null) => {
		const server = await api.restart({ sandboxBaseUrl });
		await addSandboxModels(server);
		// Another server wrote: the one that is asked would notice within a quarter of a second.
		api.services.catalogFreshness.forget();
		return { server, models: (await admin.catalog.list({ endpoint: "sandbox" })).models };
	};

	it("offers its models for nothing, labelled, and takes them back when it goes", async () => {
		await using sandbox = await createSandbox();
		const { models } = await offered(sandbox.baseUrl("custom"));
		expect(models).toHaveLength(defaultModels.length);
		for (const model of models) {
			expect(model).toMatchObject({
				id: `custom/sandbox/${model.upstreamId}`,
				providerName: "Sandbox",
				displayName: expect.stringMatching(/^Sandbox /),
				enabled: true,
				inputPer1M: "0",
				outputPer1M: "0",
				priceState: "free",
				priceSource: "sandbox",
			});
		}
		const id = models[0]?.id ?? "";
		await admin.catalog.setEnabled({ ids: [id], enabled: false });
		expect((await offered(null)).models).toEqual([]);
		const retiredAt = (await findModel(api, id))?.retiredAt;
		expect(retiredAt).toBeInstanceOf(Date);
		await offered(null);
		expect((await findModel(api, id))?.retiredAt).toEqual(retiredAt);
		const again = await offered(sandbox.baseUrl("custom"));
		expect(again.models).toHaveLength(defaultModels.length);
		expect(again.models.find((model) => model.id === id)?.enabled).toBe(false);
		expect(await pricesOf(id)).toHaveLength(1);
	});

	it("that does not answer is logged and changes nothing", async () => {
		const { server, models } = await offered("http://127.0.0.1:9/v1");
		expect(models).toHaveLength(defaultModels.length);
		expect(server.logLines.join()).toContain("Sandbox does not list");
	});

	it("retires only what its list no longer has", async () => {
		await using sandbox = await createSandbox({ models: defaultModels.slice(1) });
		const { models } = await offered(sandbox.baseUrl("custom"));
		expect(models).toHaveLength(defaultModels.length - 1);
		const kept = await api.db
			.select()
			.from(llmModels)
			.where(and(like(llmModels.id, "custom/sandbox/%"), eq(llmModels.upstreamId, defaultModels[0]?.id ?? "")));
		expect(kept[0]?.retiredAt).toBeInstanceOf(Date);
	});
});
