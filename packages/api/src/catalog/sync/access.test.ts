import { priceClasses } from "@llm-hub/providers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refusalOf } from "../../keys/fixtures.ts";
import type { Caller } from "../../test/harness.ts";
import { createSyncLab, type SyncLab } from "./fixtures.ts";
import { rateClasses } from "./schema.ts";

let lab: SyncLab;
beforeAll(async () => {
	lab = await createSyncLab(["cohere"]);
});
afterAll(() => lab[Symbol.asyncDispose]());

const modelId = "cohere/alpha";
const price = { tiers: [{ aboveInputTokens: 0, rates: { input: "1", output: "2" } }] };

const adminOnly: [string, (caller: Caller) => Promise<unknown>][] = [
	["sync.start", (caller) => caller.catalog.sync.start()],
	["sync.refresh", (caller) => caller.catalog.sync.refresh()],
	["sync.cancel", (caller) => caller.catalog.sync.cancel({ syncId: "x" })],
	["sync.events", (caller) => caller.catalog.sync.events({ syncId: "x" })],
	["changes.list", (caller) => caller.catalog.changes.list()],
	["changes.accept", (caller) => caller.catalog.changes.accept({ ids: [1] })],
	["changes.dismiss", (caller) => caller.catalog.changes.dismiss({ ids: [1] })],
	["changes.reopen", (caller) => caller.catalog.changes.reopen({ ids: [1] })],
	["price.byId", (caller) => caller.catalog.price.byId({ modelId })],
	["price.setOverride", (caller) => caller.catalog.price.setOverride({ modelId, price, reason: "Because" })],
	["price.clearOverride", (caller) => caller.catalog.price.clearOverride({ modelId })],
];

describe.each(adminOnly)("%s", (_name, call) => {
	it("is for admins", async () => {
		expect((await refusalOf(call(lab.api.as(null)))).code).toBe("UNAUTHORIZED");
		for (const role of ["viewer", "user", "power_user"] as const) {
			expect((await refusalOf(call(lab.api.as(await lab.api.createUser(role))))).code).toBe("FORBIDDEN");
		}
	});
});

it("anybody reads the price history, and whoever is signed in how fresh the catalog is", async () => {
	await lab.sync();
	expect((await lab.api.as(null).catalog.priceHistory({ modelId })).prices).toEqual([]);
	expect((await refusalOf(lab.api.as(null).catalog.sync.status())).code).toBe("UNAUTHORIZED");
	const viewer = lab.api.as(await lab.api.createUser("viewer"));
	const status = await viewer.catalog.sync.status();
	expect(status.providers).toMatchObject([{ provider: "cohere", state: "fresh", modelsFound: 3 }]);
	expect(JSON.stringify(status)).not.toContain("sk-test");
});

describe("bad input", () => {
	const bad: [string, string, string, (caller: Caller) => Promise<unknown>][] = [
		[
			"an unknown provider",
			"BAD_REQUEST",
			"providers.0",
			(caller) => caller.catalog.sync.start({ providers: ["acme" as "openai"] }),
		],
		["no provider", "BAD_REQUEST", "providers", (caller) => caller.catalog.sync.start({ providers: [] })],
		["a field more", "BAD_REQUEST", "", (caller) => caller.catalog.sync.start({ force: true } as object)],
		["no change", "BAD_REQUEST", "ids", (caller) => caller.catalog.changes.accept({ ids: [] })],
		["an id that is none", "BAD_REQUEST", "ids.0", (caller) => caller.catalog.changes.dismiss({ ids: [1.5] })],
		["an id out of range", "BAD_REQUEST", "ids.0", (caller) => caller.catalog.changes.dismiss({ ids: [2 ** 40] })],
		["a page too large", "BAD_REQUEST", "limit", (caller) => caller.catalog.changes.list({ limit: 501 })],
		[
			"an unknown state",
			"BAD_REQUEST",
			"state",
			(caller) => caller.catalog.changes.list({ state: "new" as "pending" }),
		],
		[
			"a negative price",
			"BAD_REQUEST",
			"price.tiers.0.rates.input",
			(caller) =>
				caller.catalog.price.setOverride({
					modelId,
					reason: "Because",
					price: { tiers: [{ aboveInputTokens: 0, rates: { input: "-1" } }] },
				}),
		],
		[
			"a price that is no amount",
			"BAD_REQUEST",
			"price.perRequest",
			(caller) =>
				caller.catalog.price.setOverride({ modelId, reason: "Because", price: { ...price, perRequest: "1e9" } }),
		],
		[
			"no reason",
			"BAD_REQUEST",
			"reason",
			(caller) => caller.catalog.price.setOverride({ modelId, reason: " ", price }),
		],
	];
	it.each(bad)("is refused: %s", async (_name, code, field, call) => {
		expect(await refusalOf(call(lab.as))).toMatchObject({ code, fields: [field] });
	});

	const unknown: [string, (caller: Caller) => Promise<unknown>][] = [
		["change", (caller) => caller.catalog.changes.accept({ ids: [999_999] })],
		["model's history", (caller) => caller.catalog.priceHistory({ modelId: "cohere/none" })],
		["model's price", (caller) => caller.catalog.price.byId({ modelId: "cohere/none" })],
		[
			"model to price",
			(caller) => caller.catalog.price.setOverride({ modelId: "cohere/none", reason: "Because", price }),
		],
	];
	it.each(unknown)("is not found: an unknown %s", async (_name, call) => {
		expect((await refusalOf(call(lab.as))).code).toBe("NOT_FOUND");
	});

	it("there is a rate for every class that some provider bills", () => {
		expect([...rateClasses].sort()).toEqual([...priceClasses].sort());
	});
});
