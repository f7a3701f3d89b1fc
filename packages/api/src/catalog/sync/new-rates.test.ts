import { schema } from "@llm-hub/db";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { modelFacts, setCatalog } from "../fixtures.ts";
import { createSyncLab, eventOf, listedModel, type SyncLab } from "./fixtures.ts";

let lab: SyncLab;
beforeAll(async () => {
	lab = await createSyncLab(["openrouter"]);
});
afterAll(() => lab[Symbol.asyncDispose]());

const modelId = "openrouter/alpha";
/** Lists alpha with these prices beside its plain ones, and syncs. */
const syncWith = async (prices: Parameters<typeof listedModel>[1]) => {
	lab.models.splice(0, 1, listedModel("alpha", prices));
	return eventOf(await lab.sync(), "done").counts;
};
const pending = async () => (await lab.as.catalog.changes.list({ state: "pending" })).changes;
const accept = async () => lab.as.catalog.changes.accept({ ids: (await pending()).map(({ id }) => id) });
const inForce = async (id = modelId) => (await lab.as.catalog.priceHistory({ modelId: id })).prices[0]?.price;

const startWith = async (...models: ReturnType<typeof modelFacts>[]) => {
	await lab.api.db.delete(schema.catalogChanges);
	await setCatalog(lab.api, models);
};

beforeEach(async () => {
	await startWith();
	await syncWith({});
});

it("a fee that appears waits, for nothing was asked so far, and so does the one that vanishes", async () => {
	expect(await syncWith({ perRequest: "0.5" })).toMatchObject({ changed: 0, pending: 1 });
	expect(await syncWith({ perRequest: "0.5" })).toMatchObject({ changed: 0, pending: 0 });
	expect(await pending()).toMatchObject([{ kind: "repriced", summary: ["Fee per request none → $0.50"] }]);
	expect(await inForce()).not.toHaveProperty("perRequest");
	await accept();
	expect(await inForce()).toMatchObject({ perRequest: "0.5" });
	expect(await syncWith({})).toMatchObject({ changed: 0, pending: 1 });
	expect(await pending()).toMatchObject([{ summary: ["Fee per request $0.50 → none"] }]);
	expect(await inForce()).toMatchObject({ perRequest: "0.5" });
});

it("a class rate that appears far from what its tokens were billed at waits, and applies where it is near", async () => {
	expect(await syncWith({ cachedInputPer1M: "0.19" })).toMatchObject({ changed: 0, pending: 1 });
	const summary = ["Cached input $2.00 → $0.19 per 1M (had no rate of its own)"];
	expect(await pending()).toMatchObject([{ kind: "repriced", summary }]);
	expect((await inForce())?.tiers[0]?.rates).toEqual({ input: "2", output: "8" });
	await accept();
	expect((await inForce())?.tiers[0]?.rates).toMatchObject({ cachedInput: "0.19" });

	expect(await syncWith({})).toMatchObject({ changed: 0, pending: 1 });
	const back = ["Cached input $0.19 → $2.00 per 1M (no rate of its own any more)"];
	expect(await pending()).toMatchObject([{ summary: back }]);
	await accept();
	expect(await syncWith({ cachedInputPer1M: "0.2" })).toMatchObject({ changed: 1, pending: 0 });
	expect((await inForce())?.tiers[0]?.rates).toMatchObject({ cachedInput: "0.2" });
});

it("the first price of a model that had none, and of a new one, waits for nobody, whatever it names", async () => {
	await startWith(modelFacts(modelId, { price: null }));
	lab.models.push(listedModel("dear", { perRequest: "3", cachedInputPer1M: "0.001" }));
	expect(await syncWith({ perRequest: "3", cachedInputPer1M: "0.001" })).toMatchObject({ pending: 0 });
	const [told, ...others] = (await lab.as.catalog.changes.list({ kind: "repriced" })).changes;
	expect(told).toMatchObject({ modelId, state: "applied", before: { price: null } });
	expect(told?.summary).toContain("Fee per request unknown → $3.00");
	expect(others).toEqual([]);
	for (const id of [modelId, "openrouter/dear"]) {
		expect(await inForce(id)).toMatchObject({ perRequest: "3", tiers: [{ rates: { cachedInput: "0.001" } }] });
	}
});
