import { schema } from "@llm-hub/db";
import { providerTypes } from "@llm-hub/providers";
import { createHold } from "@llm-hub/sandbox";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { refusalOf } from "../../keys/fixtures.ts";
import { createSyncLab, eventOf, followed, listedModel, type SyncLab } from "./fixtures.ts";
import { syncCatalog } from "./refresh.ts";

let lab: SyncLab;
beforeAll(async () => {
	lab = await createSyncLab();
});
afterAll(() => lab[Symbol.asyncDispose]());
afterEach(() => {
	lab.sandbox.reset();
	lab.models.splice(0, lab.models.length, listedModel("alpha"), listedModel("beta"), listedModel("gamma"));
});

const byId = (id: string) => lab.as.catalog.byId({ id });

describe("a sync of all nine providers", () => {
	it("lists each to its last page and says how it went", async () => {
		const events = await lab.sync();
		expect(eventOf(events, "started").providers.map(({ provider }) => provider)).toEqual([...providerTypes]);
		for (const provider of providerTypes) {
			const paged = ["openrouter", "anthropic", "google", "cohere"].includes(provider);
			expect(eventOf(events, "provider_done", provider)).toMatchObject({
				endpoint: provider === "custom" ? "environment" : null,
				pages: paged ? 2 : 1,
				modelsFound: 3,
				counts: { new: 3, changed: 0, gone: 0, pending: 0 },
				elapsedMs: expect.any(Number),
			});
			const pages = events.filter((event) => event.type === "page" && event.provider === provider);
			expect(pages.at(-1)).toMatchObject({ page: paged ? 2 : 1, modelsFound: 3 });
		}
		expect(events.at(-1)).toMatchObject({
			type: "done",
			cancelled: false,
			succeeded: 9,
			failed: 0,
			modelsFound: 27,
			counts: { new: 27, changed: 0, gone: 0, pending: 0 },
		});
		expect((await lab.as.catalog.list()).total).toBe(27);
	});

	it("keeps of each model what its provider's list says, with source and date, and no more", async () => {
		const today = new Date().toISOString().slice(0, 10);
		const listed = { source: "provider", asOf: today };
		expect(await byId("openrouter/alpha")).toMatchObject({
			displayName: "The alpha",
			contextLength: 32_000,
			maxOutputTokens: 4_000,
			capabilities: ["chat", "tools"],
			inputPer1M: "2",
			outputPer1M: "8",
			priceState: "priced",
			priceSource: "provider",
			priceAsOf: today,
			releasedOn: "2026-01-15",
			knowledgeCutoff: "2025-06-30",
			sources: {
				...{ price: listed, contextLength: listed, capabilities: listed, listing: listed },
				...{ releasedOn: listed, knowledgeCutoff: listed },
			},
		});
		expect(await byId("anthropic/alpha")).toMatchObject({ releasedOn: "2026-01-15", knowledgeCutoff: null });
		expect(await byId("mistral/alpha")).toMatchObject({ releasedOn: null, knowledgeCutoff: null });
		expect(await byId("together/alpha")).toMatchObject({ inputPer1M: "2", contextLength: 32_000 });
		expect(await byId("google/alpha")).toMatchObject({
			priceState: "unknown",
			inputPer1M: null,
			maxOutputTokens: 4_000,
		});
		expect(await byId("openai/alpha")).toMatchObject({
			displayName: "alpha",
			contextLength: null,
			priceState: "unknown",
		});
		expect((await byId("openai/alpha")).sources.capabilities).toEqual({ ...listed, origin: "id" });
		expect(await byId("custom/environment/alpha")).toMatchObject({
			endpointSlug: "environment",
			priceState: "unknown",
		});
	});

	it("takes no price away that a listing no longer names, until a person does", async () => {
		const providers = ["openrouter", "together"] as const;
		const modelId = "together/alpha";
		// Together writes 0 for what runs on rented machines, so its 0 is no price; OpenRouter's is one.
		lab.models.splice(0, 1, listedModel("alpha", { inputPer1M: "0", outputPer1M: "0" }));
		expect(eventOf(await lab.sync({ providers: [...providers] }), "done").counts).toMatchObject({ pending: 2 });
		const before = { inputPer1M: "2", outputPer1M: "8", priceState: "priced", priceSource: "provider" };
		for (const provider of providers) expect(await byId(`${provider}/alpha`)).toMatchObject(before);
		const { changes } = await lab.as.catalog.changes.list({ modelId, state: "pending" });
		expect(changes).toMatchObject([
			{
				kind: "repriced",
				before: { price: { source: "provider" } },
				after: { price: null },
				summary: [
					"The provider's listing no longer names a price, and no other source has one.",
					"Input $2.00 → unknown per 1M",
					"Output $8.00 → unknown per 1M",
				],
			},
		]);
		expect(eventOf(await lab.sync({ providers: ["together"] }), "done").counts).toMatchObject({ pending: 0 });

		const ids = changes.map(({ id }) => id);
		await lab.as.catalog.changes.accept({ ids });
		expect(await byId(modelId)).toMatchObject({ inputPer1M: null, priceState: "unknown", priceSource: null });
		expect(eventOf(await lab.sync({ providers: ["together"] }), "done").counts).toMatchObject({ pending: 0 });
		await lab.as.catalog.changes.reopen({ ids });
		expect(await byId(modelId)).toMatchObject(before);

		lab.models.splice(0, 1, listedModel("alpha"));
		await lab.sync({ providers: [...providers] });
		expect((await lab.as.catalog.changes.list({ state: "pending" })).total).toBe(0);
		for (const provider of providers) expect(await byId(`${provider}/alpha`)).toMatchObject(before);
	});

	it("that finds nothing new changes nothing and tells nothing", async () => {
		const before = await byId("openrouter/alpha");
		const { total } = await lab.as.catalog.changes.list();
		expect(eventOf(await lab.sync(), "done").counts).toEqual({ new: 0, changed: 0, gone: 0, pending: 0 });
		expect(await byId("openrouter/alpha")).toEqual(before);
		expect((await lab.as.catalog.changes.list()).total).toBe(total);
	});

	it("leaves the others fresh when one fails, and shows since when and why", async () => {
		lab.sandbox.script({ provider: "groq", kind: "models", fail: "unauthorized", times: Number.POSITIVE_INFINITY });
		lab.models.push(listedModel("delta"));
		const events = await lab.sync();
		expect(eventOf(events, "provider_failed", "groq").failure).toMatchObject({ reason: "unauthorized" });
		expect(eventOf(events, "done")).toMatchObject({ succeeded: 8, failed: 1, cancelled: false });
		expect(await byId("mistral/delta")).toMatchObject({ retiredAt: null });
		expect((await refusalOf(byId("groq/delta"))).code).toBe("NOT_FOUND");
		await lab.sync({ providers: ["groq"] });

		const status = await lab.as.catalog.sync.status();
		const groq = status.providers.find(({ provider }) => provider === "groq");
		expect(groq).toMatchObject({ name: "Groq", state: "failing", failure: { reason: "unauthorized" }, modelsFound: 3 });
		const rows = await lab.api.db
			.select()
			.from(schema.catalogSyncs)
			.where(eq(schema.catalogSyncs.providerType, "groq"));
		const [, , firstFailure, secondFailure] = rows.sort((a, b) => a.id - b.id);
		expect(groq?.failingSince).toEqual(firstFailure?.endedAt);
		expect(secondFailure).toMatchObject({ state: "failed", trigger: "admin", startedBy: lab.admin.userId });
		expect(groq?.freshSince?.getTime()).toBeLessThanOrEqual(groq?.failingSince?.getTime() ?? 0);
		expect(status.providers.filter(({ state }) => state === "fresh")).toHaveLength(8);
		expect(status.running).toBeNull();

		lab.sandbox.reset();
		await lab.sync({ providers: ["groq"] });
		const mended = (await lab.as.catalog.sync.status()).providers.find(({ provider }) => provider === "groq");
		expect(mended).toMatchObject({ state: "fresh", failure: null, failingSince: null, modelsFound: 4 });
	});
});

describe("what disappears", () => {
	it("is retired with a date, stays in sight for those who ask, and comes back when it is listed again", async () => {
		lab.models.splice(1, 1);
		const events = await lab.sync({ providers: ["cohere", "custom"] });
		expect(eventOf(events, "provider_done", "cohere").counts).toMatchObject({ gone: 2 });
		expect(eventOf(events, "provider_done", "custom").counts).toMatchObject({ gone: 2 });
		const gone = await byId("cohere/beta");
		expect(gone.retiredAt).toBeInstanceOf(Date);
		expect((await lab.as.catalog.list({ provider: "cohere" })).models.map(({ id }) => id)).not.toContain("cohere/beta");
		await lab.sync({ providers: ["cohere"] });
		expect((await byId("cohere/beta")).retiredAt).toEqual(gone.retiredAt);

		lab.models.push(listedModel("beta"));
		expect(eventOf(await lab.sync({ providers: ["cohere"] }), "done").counts).toMatchObject({ changed: 1, gone: 0 });
		expect((await byId("cohere/beta")).retiredAt).toBeNull();
		const { changes } = await lab.as.catalog.changes.list({ modelId: "cohere/beta" });
		expect(changes.map(({ kind, state }) => [kind, state])).toEqual([
			["back", "applied"],
			["gone", "applied"],
			["new", "applied"],
		]);
	});

	it.each([
		["fails", { fail: "overloaded", times: Number.POSITIVE_INFINITY }],
		["is a web page", { fail: "bad_response", times: Number.POSITIVE_INFINITY }],
	] as const)("is not retired when the listing %s on its second page", async (_name, behaviour) => {
		lab.models.splice(1, 2, listedModel("alpha-2"), listedModel("alpha-3"));
		lab.sandbox.script([
			{ provider: "anthropic", kind: "models" },
			{ provider: "anthropic", kind: "models", ...behaviour },
		]);
		const events = await lab.sync({ providers: ["anthropic"] });
		expect(eventOf(events, "provider_failed").pages).toBe(1);
		expect((await byId("anthropic/beta")).retiredAt).toBeNull();
		expect((await refusalOf(byId("anthropic/alpha-2"))).code).toBe("NOT_FOUND");
	});
});

describe("a sync that is cancelled", () => {
	it("in the middle of a listing changes nothing of it, and says so", async () => {
		lab.models.splice(0, 1);
		const hold = createHold();
		lab.sandbox.script([
			{ provider: "google", kind: "models" },
			{ provider: "google", kind: "models", hold },
		]);
		lab.models.push(listedModel("google-4"));
		const { syncId } = await lab.as.catalog.sync.start({ providers: ["google"] });
		await hold.reached;
		expect(await lab.as.catalog.sync.status()).toMatchObject({ running: { syncId } });
		expect(await lab.as.catalog.sync.cancel({ syncId })).toEqual({ cancelled: true });
		const events = (await followed(lab.api, syncId)).map(({ event }) => event);
		await lab.sandbox.waitFor((call) => call.abortedAt !== null);
		expect(eventOf(events, "provider_failed").failure).toMatchObject({ reason: "cancelled" });
		expect(eventOf(events, "done")).toMatchObject({ cancelled: true, succeeded: 0, failed: 0 });
		expect((await byId("google/alpha")).retiredAt).toBeNull();
		expect((await refusalOf(byId("google/google-4"))).code).toBe("NOT_FOUND");
		expect(await lab.as.catalog.sync.cancel({ syncId })).toEqual({ cancelled: false });
		const google = (await lab.as.catalog.sync.status()).providers.find(({ provider }) => provider === "google");
		expect(google?.state).toBe("fresh");
		hold.release();
	});

	it("by the signal of whoever iterates it ends with its last event", async () => {
		const hold = createHold();
		lab.sandbox.script({ provider: "mistral", kind: "models", hold });
		const controller = new AbortController();
		const seen: string[] = [];
		for await (const { type } of syncCatalog(lab.api, { providers: ["mistral"] }, "clock", controller.signal)) {
			seen.push(type);
			if (type === "provider_started") controller.abort();
		}
		expect(seen).toEqual(["started", "provider_started", "provider_failed", "done"]);
		hold.release();
	});

	it("by the server's end says so, and none begins any more", async () => {
		const server = lab.api.secondServer();
		const hold = createHold();
		lab.sandbox.script({ provider: "openai", kind: "models", hold });
		const { syncId } = await server.as(lab.admin).catalog.sync.start({ providers: ["openai"] });
		await hold.reached;
		await server.services.syncs.close();
		const [row] = await lab.api.db.select().from(schema.catalogSyncs).where(eq(schema.catalogSyncs.syncId, syncId));
		expect(row).toMatchObject({ state: "cancelled", failureReason: "cancelled", endedAt: expect.any(Date) });
		expect((await refusalOf(server.as(lab.admin).catalog.sync.start())).code).toBe("SERVICE_UNAVAILABLE");
		hold.release();
	});
});
