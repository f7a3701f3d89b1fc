import { schema } from "@llm-hub/db";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { UserActor } from "../../context.ts";
import { refusalOf } from "../../keys/fixtures.ts";
import type { Caller } from "../../test/harness.ts";
import { ask, createLab, follow, type Lab } from "../../testing/fixtures.ts";
import { flatPrice, modelFacts } from "../fixtures.ts";
import { writeModels } from "../write-models.ts";

const { catalogUndos, catalogViews, llmModels, modelAliases, modelPriceOverrides, modelPrices } = schema;

const many = Array.from({ length: 5_000 }, (_, n) => `groq/model-${String(n).padStart(4, "0")}`);

let lab: Lab;
let actor: UserActor;
let admin: Caller;
let other: Caller;
beforeAll(async () => {
	lab = await createLab();
	actor = await lab.api.createUser("admin");
	admin = lab.api.as(actor);
	other = lab.api.as(await lab.api.createUser("admin"));
	await writeModels(
		lab.api.db,
		many.map((id) => modelFacts(id, { price: flatPrice("1", "2") })),
	);
	lab.api.services.catalogFreshness.forget();
});
afterAll(() => lab[Symbol.asyncDispose]());
beforeEach(async () => {
	for (const table of [catalogUndos, modelAliases, modelPriceOverrides]) await lab.api.db.delete(table);
});

const price = (input: string, output = "9") => ({ tiers: [{ aboveInputTokens: 0, rates: { input, output } }] });
const reason = "Our contract";
const [one, two] = ["openai/priced", "openai/unpriced"];
const inputOf = async (id: string) => (await admin.catalog.byId({ id })).inputPer1M;
const lastAudit = async () => (await admin.audit.list({ limit: 1 })).events[0];
const disabled = async () => (await admin.catalog.list({ enabled: false, providers: ["groq"] })).total;

describe("many models at once", () => {
	it("says beforehand what an action would change", async () => {
		const ids = [one, two, "openai/disabled"];
		await admin.catalog.price.setOverride({ modelId: one, price: price("3"), reason });
		const preview = (action: "enable" | "disable" | "price", more: string[] = []) =>
			admin.catalog.bulk.preview({ ids: [...ids, ...more], action });
		expect(await preview("enable")).toEqual({ total: 3, changes: 1, retired: 0, overridden: 1, unknownIds: [] });
		expect(await preview("disable")).toMatchObject({ changes: 2 });
		expect(await preview("price", ["groq/none"])).toMatchObject({ total: 4, changes: 3, unknownIds: ["groq/none"] });
		await admin.catalog.price.clearOverride({ modelId: one });
	});

	it("disables 5,000 and takes it back, once, and only for whoever did it", async () => {
		const { changed, undoId } = await admin.catalog.setEnabled({ ids: many, enabled: false });
		expect([changed, await disabled()]).toEqual([5_000, 5_000]);
		const undo = { undoId: undoId! };
		expect((await refusalOf(other.catalog.bulk.undo(undo))).code).toBe("NOT_FOUND");
		expect(await admin.catalog.bulk.undo(undo)).toEqual({ restored: 5_000 });
		expect(await disabled()).toBe(0);
		expect(await lastAudit()).toMatchObject({ action: "catalog.undo" });
		expect(await refusalOf(admin.catalog.bulk.undo(undo))).toMatchObject({
			code: "CONFLICT",
			message: expect.stringContaining("undone already"),
		});
	});

	it("does not take back what somebody else has changed since, and says whose turn it is", async () => {
		const { undoId } = await admin.catalog.setEnabled({ ids: [one, two], enabled: false });
		await other.catalog.setEnabled({ ids: [two], enabled: true });
		const refused = await refusalOf(admin.catalog.bulk.undo({ undoId: undoId! }));
		expect(refused).toMatchObject({ code: "CONFLICT", message: expect.stringContaining(two) });
		expect((await admin.catalog.byId({ id: one })).enabled).toBe(false);
		await admin.catalog.setEnabled({ ids: [one], enabled: true });
	});

	it("cannot be taken back after ten minutes", async () => {
		const { undoId } = await admin.catalog.setEnabled({ ids: [one], enabled: false });
		const long = new Date(Date.now() - 601_000);
		await lab.api.db.update(catalogUndos).set({ createdAt: long }).where(eq(catalogUndos.id, undoId!));
		const refused = await refusalOf(admin.catalog.bulk.undo({ undoId: undoId! }));
		expect(refused).toMatchObject({ code: "CONFLICT", message: expect.stringContaining("10 minutes") });
		await admin.catalog.setEnabled({ ids: [one], enabled: true });
	});
});

describe("a price over many", () => {
	it("is in force for all, in the history and the audit, and gives way to what was before", async () => {
		await admin.catalog.price.setOverride({ modelId: two, price: price("7"), reason: "An older contract" });
		const { changed, undoId } = await admin.catalog.bulk.setPrices({ ids: [one, two], price: price("3"), reason });
		expect([changed, await inputOf(one), await inputOf(two)]).toEqual([2, "3", "3"]);
		expect(await lastAudit()).toMatchObject({ action: "catalog.price.set", after: { reason, models: [one, two] } });
		await admin.catalog.bulk.undo({ undoId: undoId! });
		expect([await inputOf(one), await inputOf(two)]).toEqual(["2", "7"]);
		expect((await admin.catalog.price.byId({ modelId: two })).override).toMatchObject({
			reason: "An older contract",
			underlying: null,
		});
		expect((await admin.catalog.price.byId({ modelId: one })).override).toBeNull();
	});

	it.each(["-1", "1e3", "free", ""])("is refused as %j, at its field", async (input) => {
		const refused = await refusalOf(admin.catalog.bulk.setPrices({ ids: [one], price: price(input), reason }));
		expect(refused).toMatchObject({ code: "BAD_REQUEST", fields: ["price.tiers.0.rates.input"] });
		expect(refused.message).not.toBe("");
		expect(await inputOf(one)).toBe("2");
	});

	it("that fails half-way leaves all 5,000 as they were", async () => {
		const victim = many[2_600]!;
		await lab.api.db.execute(
			sql.raw(`
			create function refuse_row() returns trigger language plpgsql as $$ begin raise exception 'cut'; end $$`),
		);
		await lab.api.db.execute(
			sql.raw(`
			create trigger cut before insert or update on llm_models for each row when (new.id = '${victim}')
			execute function refuse_row()`),
		);
		const kept = async () => {
			const [row] = await lab.api.db.select({ total: sql<number>`count(*)::int` }).from(modelPrices);
			return [row?.total, await lab.api.db.$count(modelPriceOverrides), await lab.api.db.$count(catalogUndos)];
		};
		const before = await kept();
		const call = admin.catalog.bulk.setPrices({ ids: many, price: price("3"), reason });
		expect((await refusalOf(call)).code).toBe("INTERNAL_SERVER_ERROR");
		await lab.api.db.execute(sql.raw("drop trigger cut on llm_models; drop function refuse_row"));
		expect(await kept()).toEqual(before);
		expect((await admin.catalog.list({ providers: ["groq"], minPrice: 3 })).total).toBe(0);
		const { changed, undoId } = await admin.catalog.bulk.setPrices({ ids: many, price: price("3"), reason });
		expect(changed).toBe(5_000);
		expect((await admin.catalog.list({ providers: ["groq"], minPrice: 3 })).total).toBe(5_000);
		await admin.catalog.bulk.undo({ undoId: undoId! });
		expect((await admin.catalog.list({ providers: ["groq"], minPrice: 3 })).total).toBe(0);
	});

	it("is set for none when one is unknown", async () => {
		const refused = await refusalOf(
			admin.catalog.bulk.setPrices({ ids: [one, "groq/none"], price: price("3"), reason }),
		);
		expect(refused).toMatchObject({ code: "NOT_FOUND", message: expect.stringContaining("groq/none") });
		expect(await inputOf(one)).toBe("2");
	});
});

describe("an alias", () => {
	const run = async (modelId: string) => {
		const { runId } = await lab.api.as(lab.user).testing.start(ask("Hi", modelId));
		await follow(lab.api, lab.user, runId);
		const [row] = await lab.api.db.select().from(schema.llmUsageLogs).where(eq(schema.llmUsageLogs.id, runId));
		return row?.modelId;
	};

	it("is what calls may use, with and without its mark, and is switched and taken back in one step", async () => {
		expect(await admin.catalog.aliases.save({ name: "Fast", modelId: one })).toMatchObject({ from: null });
		expect([await run("fast"), await run("alias/fast")]).toEqual([one, one]);
		const { from, undoId } = await admin.catalog.aliases.save({ name: "fast", modelId: two });
		expect([from, await run("fast")]).toEqual([one, two]);
		expect(await lastAudit()).toMatchObject({
			action: "catalog.alias.save",
			before: { model: one },
			after: { model: two },
		});
		await admin.catalog.bulk.undo({ undoId: undoId! });
		expect((await lab.api.as(null).catalog.aliases.list()).aliases).toMatchObject([{ name: "fast", modelId: one }]);
		const { undoId: back } = await admin.catalog.aliases.delete({ name: "fast" });
		expect((await refusalOf(lab.api.as(lab.user).testing.start(ask("Hi", "fast")))).code).toBe("NOT_FOUND");
		await admin.catalog.bulk.undo({ undoId: back });
		expect(await run("fast")).toBe(one);
	});

	it.each([
		["shadows what a provider calls a model", "priced", one, "UNPROCESSABLE_CONTENT"],
		["would be a model's id", "openai/priced", two, "BAD_REQUEST"],
		["names no model", "slow", "openai/none", "NOT_FOUND"],
	])("that %s is refused in words", async (_what, name, modelId, code) => {
		const refused = await refusalOf(admin.catalog.aliases.save({ name, modelId }));
		expect(refused).toMatchObject({ code, message: expect.stringMatching(/alias|no model/) });
		expect((await admin.catalog.aliases.list()).aliases).toEqual([]);
	});

	it("of a retired model is refused", async () => {
		await lab.api.db.update(llmModels).set({ retiredAt: new Date() }).where(eq(llmModels.id, "openai/disabled"));
		const refused = await refusalOf(admin.catalog.aliases.save({ name: "old", modelId: "openai/disabled" }));
		expect(refused).toMatchObject({ code: "CONFLICT", message: expect.stringContaining("retired") });
	});
});

describe("what belongs to a person or to all", () => {
	it("keeps each person's views, by name, and nobody else's", async () => {
		await lab.api.db.delete(catalogViews);
		const mine = lab.api.as(lab.user).catalog.views;
		const view = await mine.save({ name: "Cheap vision", query: "?capability=vision&price=free" });
		expect((await refusalOf(mine.save({ name: "Cheap vision", query: "" }))).code).toBe("CONFLICT");
		expect((await refusalOf(other.catalog.views.rename({ id: view.id, name: "Mine" }))).code).toBe("NOT_FOUND");
		expect((await refusalOf(other.catalog.views.delete({ id: view.id }))).code).toBe("NOT_FOUND");
		expect((await other.catalog.views.list()).views).toEqual([]);
		expect(await mine.rename({ id: view.id, name: "Free vision" })).toMatchObject({ name: "Free vision" });
		expect((await mine.list()).views).toMatchObject([{ name: "Free vision", query: "?capability=vision&price=free" }]);
		await mine.delete({ id: view.id });
		expect((await mine.list()).views).toEqual([]);
		expect((await refusalOf(mine.save({ name: " ", query: "javascript:x" }))).fields).toEqual(["name", "query"]);
	});

	it("shows what our own runs measured, and nothing of models without runs", async () => {
		const seen = await admin.catalog.seen();
		const ofOne = seen.models.find(({ modelId }) => modelId === one);
		expect(ofOne).toMatchObject({ runs: 3, successes: 3, medianLatencyMs: expect.any(Number) });
		expect(seen.models.some(({ modelId }) => modelId.startsWith("groq/"))).toBe(false);
	});
});
