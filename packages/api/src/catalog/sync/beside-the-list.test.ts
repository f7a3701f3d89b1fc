import { schema } from "@llm-hub/db";
import type { SeedModel } from "@llm-hub/providers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { refusalOf } from "../../keys/fixtures.ts";
import { flatPrice, modelFacts, setCatalog } from "../fixtures.ts";
import { seedCatalog } from "../seed-catalog.ts";
import { alphaIn, createSyncLab, eventOf, listedModel, type SyncLab, startAfresh } from "./fixtures.ts";

let lab: SyncLab;
beforeAll(async () => {
	lab = await createSyncLab(["openrouter", "anthropic"]);
});
afterAll(() => lab[Symbol.asyncDispose]());
beforeEach(() => startAfresh(lab));

const { modelId, list, alpha, sync, price, pending, history, lastAudit } = alphaIn(() => lab);

/** What a later version of the product ships for the same model. */
const nextSeed = (): SeedModel => {
	const evidence = { source: "seed", origin: "pi-ai", asOf: "2026-12-01" } as const;
	return {
		id: modelId,
		provider: "openrouter",
		upstreamId: "alpha",
		displayName: "Alpha",
		contextLength: 1,
		maxOutputTokens: null,
		capabilities: [],
		price: flatPrice("9", "9"),
		priceState: "priced",
		deprecationDate: null,
		deprecated: false,
		sources: { facts: evidence, price: evidence, deprecationDate: null },
	};
};

describe("a price that an admin sets", () => {
	const rates = { input: "1", output: "3" };
	const set = (over = rates, reason = "Our contract") =>
		lab.as.catalog.price.setOverride({ modelId, price: { tiers: [{ aboveInputTokens: 0, rates: over }] }, reason });

	it("is in force over the sources, stays over syncs and the seed, and gives way to what they say by then", async () => {
		await sync();
		const shown = await set();
		expect(shown).toMatchObject({
			price: { source: "override" },
			override: { reason: "Our contract", by: lab.admin.email, underlying: { source: "provider" } },
		});
		expect(await lastAudit()).toMatchObject({ action: "catalog.price.set", target: { id: modelId } });
		alpha("2.5");
		await sync();
		expect(await lab.as.catalog.byId({ id: modelId })).toMatchObject({ inputPer1M: "1", priceSource: "override" });
		await seedCatalog(lab.api.db, [nextSeed()]);
		expect(await price()).toBe("1");
		const cleared = await lab.as.catalog.price.clearOverride({ modelId });
		expect(cleared).toMatchObject({ price: { source: "provider" }, override: null });
		expect(await price()).toBe("2.5");
		expect(await history()).toEqual(["2.5", "1", "2"]);
		expect(await lastAudit()).toMatchObject({ action: "catalog.price.clear" });
		expect((await refusalOf(lab.as.catalog.price.clearOverride({ modelId }))).code).toBe("NOT_FOUND");
	});

	it("may be set again, and keeps what the sources say beneath", async () => {
		await sync();
		await set();
		const again = await set({ input: "0", output: "0" }, "Free for us");
		expect(again.override).toMatchObject({ reason: "Free for us", underlying: { tiers: [{ rates: { input: "2" } }] } });
		expect((await lab.as.catalog.byId({ id: modelId })).priceState).toBe("free");
	});

	it("is not touched by a jump that an admin accepts: that waits beneath it", async () => {
		await sync();
		await set();
		alpha("100");
		await sync();
		const [change] = (await pending()).changes;
		await lab.as.catalog.changes.accept({ ids: [change!.id] });
		expect(await price()).toBe("1");
		await lab.as.catalog.price.clearOverride({ modelId });
		expect(await price()).toBe("100");
	});

	it.each([
		["above 1,000", [{ aboveInputTokens: 0, rates: { input: "1", output: "1000.01" } }], "price.tiers.0.rates.output"],
		["without input and output", [{ aboveInputTokens: 0, rates: { cachedInput: "1" } }], "price.tiers.0.rates"],
		["whose tiers do not begin at 0", [{ aboveInputTokens: 5, rates }], "price.tiers"],
	])("is refused %s, at its field", async (_name, tiers, field) => {
		await sync();
		const call = lab.as.catalog.price.setOverride({ modelId, price: { tiers }, reason: "A try" });
		expect(await refusalOf(call)).toMatchObject({ code: "UNPROCESSABLE_CONTENT", fields: [field] });
		expect(await price()).toBe("2");
	});
});

describe("what only the seed knew", () => {
	const seeded = (name: string) =>
		modelFacts(`anthropic/${name}`, {
			price: flatPrice("3", "15"),
			sources: { facts: { source: "seed", asOf: "2026-01-01" } },
		});

	it("is not retired unasked by the first listing: it waits in one group, and aliases of listed snapshots do not", async () => {
		list(listedModel("claude-x-20260101"));
		await setCatalog(lab.api, ["claude-x", "claude-old", "claude-older"].map(seeded));
		const events = await lab.sync({ providers: ["anthropic"] });
		expect(eventOf(events, "done").counts).toEqual({ new: 1, changed: 0, gone: 0, pending: 2 });
		const { changes, groups } = await pending();
		expect(groups).toEqual([{ provider: "anthropic", endpoint: null, kind: "gone", state: "pending", total: 2 }]);
		expect(changes[0]?.summary[0]).toContain("listing does not have it");
		const gone = { ids: [changes[0]!.id] };
		const { modelId, detectedAt } = changes[0]!;
		const question = { kind: "repriced", state: "pending", after: { price: null }, syncId: "s1" } as const;
		await lab.api.db.insert(schema.catalogChanges).values({ ...question, modelId, detectedAt });
		await lab.as.catalog.changes.accept(gone);
		expect((await pending()).changes.map((change) => change.modelId)).toEqual([changes[1]!.modelId]);
		await lab.as.catalog.changes.reopen(gone);
		expect((await pending()).total).toBe(3);
		expect((await lab.as.catalog.byId({ id: modelId })).retiredAt).toBeNull();
		await lab.as.catalog.changes.accept(gone);
		await lab.as.catalog.changes.dismiss({ ids: [changes[1]!.id] });
		expect((await pending()).total).toBe(0);
		const { models } = await lab.as.catalog.list({ provider: "anthropic" });
		expect(models.map(({ id }) => id).sort()).toEqual(
			["anthropic/claude-x", "anthropic/claude-x-20260101", changes[1]!.modelId].sort(),
		);
		await lab.sync({ providers: ["anthropic"] });
		expect((await pending()).total).toBe(0);
	});

	it("is not undone by the next version's seed, which brings no worse fact either", async () => {
		await sync();
		list(listedModel("beta"), listedModel("gamma"));
		await sync();
		await seedCatalog(lab.api.db, [nextSeed()]);
		const model = await lab.as.catalog.byId({ id: modelId });
		expect(model).toMatchObject({ inputPer1M: "2", contextLength: 32_000, retiredAt: expect.any(Date) });
	});
});
