import { createSandbox } from "@llm-hub/sandbox";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { refusalOf } from "../../keys/fixtures.ts";
import { alphaIn, createSyncLab, eventOf, listedModel, type SyncLab, startAfresh } from "./fixtures.ts";

let lab: SyncLab;
beforeAll(async () => {
	lab = await createSyncLab(["openrouter", "anthropic"]);
});
afterAll(() => lab[Symbol.asyncDispose]());
beforeEach(() => startAfresh(lab));

const { modelId, list, alpha, sync, price, pending, history, lastAudit } = alphaIn(() => lab);

describe("a price that the provider changes", () => {
	it("a little is in force at once, told, and in the history with its dates", async () => {
		await sync();
		alpha("2.5");
		expect(eventOf(await sync(), "done").counts).toEqual({ new: 0, changed: 1, gone: 0, pending: 0 });
		expect(await price()).toBe("2.5");
		const { changes } = await lab.as.catalog.changes.list({ kind: "repriced" });
		expect(changes).toMatchObject([
			{ modelId, state: "applied", summary: ["Input $2.00 → $2.50 per 1M"], decidedBy: null, provider: "openrouter" },
		]);
		const { prices } = await lab.api.as(null).catalog.priceHistory({ modelId });
		expect(prices.map((entry) => [entry.price?.tiers[0]?.rates.input, entry.source])).toEqual([
			["2.5", "provider"],
			["2", "provider"],
		]);
		expect(prices[1]?.validUntil).toEqual(prices[0]?.validFrom);
		expect(prices[0]?.validUntil).toBeNull();
	});

	it("over ten times waits, and is in force once an admin accepts it", async () => {
		await sync();
		alpha("20.5");
		expect(eventOf(await sync(), "done").counts).toMatchObject({ changed: 0, pending: 1 });
		expect(eventOf(await sync(), "done").counts).toMatchObject({ pending: 0 });
		expect(await price()).toBe("2");
		expect(await lab.as.catalog.sync.status()).toMatchObject({ pendingChanges: 1 });
		const [change] = (await pending()).changes;
		expect(change).toMatchObject({ kind: "repriced", summary: ["Input $2.00 → $20.50 per 1M"] });

		expect(await lab.as.catalog.changes.accept({ ids: [change!.id] })).toEqual({ decided: 1 });
		expect(await price()).toBe("20.5");
		expect(await history()).toEqual(["20.5", "2"]);
		expect((await lab.as.catalog.changes.list({ modelId, state: "accepted" })).changes).toMatchObject([
			{ decidedBy: lab.admin.email, decidedAt: expect.any(Date) },
		]);
		expect(await lastAudit()).toMatchObject({ action: "catalog.changes.accept", target: { id: modelId } });
		expect(eventOf(await sync(), "done").counts).toEqual({ new: 0, changed: 0, gone: 0, pending: 0 });
		const again = await refusalOf(lab.as.catalog.changes.accept({ ids: [change!.id] }));
		expect(again).toMatchObject({ code: "CONFLICT", message: expect.stringContaining("no longer wait") });
	});

	it("to zero waits, and is not proposed again once it is dismissed", async () => {
		await sync();
		alpha("0", "0");
		await sync();
		const [change] = (await pending()).changes;
		await lab.as.catalog.changes.dismiss({ ids: [change!.id] });
		expect(await lastAudit()).toMatchObject({ action: "catalog.changes.dismiss" });
		await sync();
		expect(await pending()).toMatchObject({ total: 0, pendingTotal: 0 });
		expect(await price()).toBe("2");
	});

	it("waits again once its acceptance is taken back, with the old price in force", async () => {
		await sync();
		alpha("20.5");
		await sync();
		const ids = (await pending()).changes.map(({ id }) => id);
		await lab.as.catalog.changes.accept({ ids });
		expect(await lab.as.catalog.changes.reopen({ ids })).toEqual({ decided: 1 });
		expect(await price()).toBe("2");
		expect(await history()).toEqual(["2", "20.5", "2"]);
		expect((await pending()).changes).toMatchObject([{ id: ids[0], decidedBy: null, decidedAt: null }]);
		expect(await lastAudit()).toMatchObject({ action: "catalog.changes.reopen", target: { id: modelId } });

		await lab.as.catalog.changes.accept({ ids });
		alpha("21");
		await sync();
		const late = await refusalOf(lab.as.catalog.changes.reopen({ ids }));
		expect(late).toMatchObject({ code: "CONFLICT", message: expect.stringContaining("has changed since") });
		expect(await price()).toBe("21");
	});

	it("waits again once its dismissal is taken back; what nobody decided cannot be", async () => {
		await sync();
		alpha("0", "0");
		await sync();
		const ids = (await pending()).changes.map(({ id }) => id);
		expect((await refusalOf(lab.as.catalog.changes.reopen({ ids }))).code).toBe("CONFLICT");
		await lab.as.catalog.changes.dismiss({ ids });
		await lab.as.catalog.changes.reopen({ ids });
		expect(await pending()).toMatchObject({ total: 1 });
	});

	it("and changes back before anybody decided waits no longer", async () => {
		await sync();
		alpha("50");
		await sync();
		alpha("2");
		await sync();
		expect((await pending()).total).toBe(0);
		const [given] = (await lab.as.catalog.changes.list({ state: "dismissed" })).changes;
		expect(given).toMatchObject({ decidedBy: null, decidedAt: expect.any(Date) });
	});

	it("to one above 1,000 USD per 1M is refused and reported, and nobody can accept it", async () => {
		await sync();
		alpha("2000");
		await sync();
		expect(await price()).toBe("2");
		const [change] = (await pending()).changes;
		expect(change).toMatchObject({ kind: "sources_disagree", summary: [expect.stringContaining("above 1000")] });
		expect((await refusalOf(lab.as.catalog.changes.accept({ ids: [change!.id] }))).code).toBe("CONFLICT");
		expect((await pending()).total).toBe(1);
		await lab.as.catalog.changes.dismiss({ ids: [change!.id] });
		await sync();
		expect((await pending()).total).toBe(0);
	});
});

it("shows a page of the inbox, filtered, with its counts", async () => {
	await lab.sync();
	const first = await lab.as.catalog.changes.list({ kind: "new", limit: 2 });
	expect(first).toMatchObject({ total: 6, pendingTotal: 0 });
	const second = await lab.as.catalog.changes.list({ kind: "new", limit: 2, offset: 2 });
	const ids = [...first.changes, ...second.changes].map(({ id }) => id);
	expect(ids).toEqual([...new Set(ids)].sort((a, b) => b - a));
	expect(first.groups).toEqual([
		{ provider: "anthropic", endpoint: null, kind: "new", state: "applied", total: 3 },
		{ provider: "openrouter", endpoint: null, kind: "new", state: "applied", total: 3 },
	]);
	expect((await lab.as.catalog.changes.list({ provider: "openrouter" })).total).toBe(3);
	expect((await lab.as.catalog.changes.list({ syncId: "none" })).total).toBe(0);
	expect((await lab.as.catalog.changes.list({ modelId })).changes[0]?.displayName).toBe("The alpha");
});

it("a list that loses more than half of many models waits for a person instead of retiring them", async () => {
	const many = Array.from({ length: 24 }, (_, n) => listedModel(`model-${n}`));
	list(...many);
	await sync();
	list(...many.slice(0, 6));
	expect(eventOf(await sync(), "done").counts).toEqual({ new: 0, changed: 0, gone: 0, pending: 18 });
	expect((await lab.as.catalog.list({ provider: "openrouter" })).total).toBe(24);
	list(...many.slice(0, 22));
	expect(eventOf(await sync(), "done").counts).toMatchObject({ gone: 2 });
	expect((await pending()).total).toBe(0);
});

it("the Sandbox's models are free, and each endpoint of one's own has its own models", async () => {
	await using own = await createSandbox({ tokensPerSecond: 0, models: [listedModel("mine")] });
	await lab.as.keys.save({ providerType: "custom", name: "GPU box", baseUrl: own.baseUrl("custom"), test: false });
	const api = await lab.api.restart({ sandboxBaseUrl: lab.sandbox.baseUrl("custom") });
	const { providers } = await api.as(lab.admin).catalog.sync.refresh({ providers: ["custom"] });
	expect(providers).toMatchObject([
		{ provider: "custom", endpoint: "gpu-box", name: "GPU box", modelsFound: 1, state: "success" },
		{ provider: "custom", endpoint: "sandbox", name: "Sandbox", modelsFound: 3, state: "success" },
	]);
	expect(await lab.as.catalog.byId({ id: "custom/gpu-box/mine" })).toMatchObject({ priceState: "unknown" });
	expect(await lab.as.catalog.byId({ id: "custom/sandbox/alpha" })).toMatchObject({
		priceState: "free",
		inputPer1M: "0",
		priceSource: "sandbox",
	});
	expect((await lab.as.audit.list({ action: "catalog.sync", limit: 1 })).events[0]).toMatchObject({
		after: { providers: ["GPU box", "Sandbox"] },
	});
});
