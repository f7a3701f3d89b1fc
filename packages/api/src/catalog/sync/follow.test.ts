import { schema } from "@llm-hub/db";
import { createHold } from "@llm-hub/sandbox";
import { eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { refusalOf } from "../../keys/fixtures.ts";
import { createSyncLab, eventOf, followed, type SyncLab } from "./fixtures.ts";
import type { SyncEvent } from "./schema.ts";
import { syncCatalogWhenDue } from "./when-due.ts";

const { catalogSyncs } = schema;

let lab: SyncLab;
beforeAll(async () => {
	lab = await createSyncLab(["openai", "anthropic"]);
});
afterAll(() => lab[Symbol.asyncDispose]());
afterEach(() => lab.sandbox.reset());

/** Starts a sync of Anthropic that stands still at its second page. */
async function heldSync() {
	const hold = createHold();
	lab.sandbox.script([
		{ provider: "anthropic", kind: "models" },
		{ provider: "anthropic", kind: "models", hold },
	]);
	const { syncId } = await lab.as.catalog.sync.start({ providers: ["anthropic"] });
	await hold.reached;
	return { hold, syncId };
}

describe("whoever follows a sync", () => {
	it("may leave and come back, and sees the rest once", async () => {
		const { hold, syncId } = await heldSync();
		const stream = (await lab.as.catalog.sync.events({ syncId })) as AsyncIterable<[string, SyncEvent]>;
		const first: [string, SyncEvent][] = [];
		for await (const [id, event] of stream) {
			first.push([id, event]);
			if (event.type === "page") break;
		}
		expect(first.map(([, { type }]) => type)).toEqual(["started", "provider_started", "page"]);
		hold.release();
		const lastEventId = first.at(-1)?.[0] ?? "";
		const rest = await followed(lab.api, syncId, lastEventId);
		expect(rest.map(({ event }) => event.type)).toEqual(["page", "provider_done", "done"]);
		expect(rest[0]?.event).toMatchObject({ page: 2, modelsFound: 3 });
		expect(await followed(lab.api, syncId, rest[1]?.id)).toEqual([rest[2]]);
	});

	it("sees it from another server too, and may stop it from there", async () => {
		const { hold, syncId } = await heldSync();
		const other = lab.api.secondServer();
		const seen: SyncEvent[] = [];
		for await (const [, event] of (await other.as(lab.admin).catalog.sync.events({ syncId })) as AsyncIterable<
			[string, SyncEvent]
		>) {
			seen.push(event);
			if (event.type === "page") await other.as(lab.admin).catalog.sync.cancel({ syncId });
		}
		expect(seen.map(({ type }) => type)).toEqual(["started", "provider_started", "page", "provider_failed", "done"]);
		expect(eventOf(seen, "provider_failed").failure.reason).toBe("cancelled");
		const rows = await lab.api.db.select().from(catalogSyncs).where(eq(catalogSyncs.syncId, syncId));
		expect(rows[0]?.cancelRequestedAt).toBeInstanceOf(Date);
		hold.release();
	});

	it.each(["nonsense", "s.-1", "s.1.y", "1.2"])(
		"is refused with an id that was no event's: %s",
		async (lastEventId) => {
			const { syncId } = await lab.as.catalog.sync.start();
			await followed(lab.api, syncId);
			await expect(followed(lab.api, syncId, lastEventId)).rejects.toThrow("not the id of an event");
		},
	);

	it("of a sync that there is not is told so", async () => {
		await expect(followed(lab.api, "none")).rejects.toThrow("There is no such sync.");
	});
});

describe("two syncs at once", () => {
	it("are one when the first covers the second, on every server", async () => {
		const { hold, syncId } = await heldSync();
		const other = lab.api.secondServer();
		const started = await Promise.all([
			lab.as.catalog.sync.start({ providers: ["anthropic"] }),
			other.as(lab.admin).catalog.sync.start({ providers: ["anthropic"] }),
		]);
		expect(started).toEqual(Array.from({ length: 2 }, () => ({ syncId, started: false })));
		const following = vi.spyOn(lab.api.services.syncs.get(syncId)!, "changed");
		const summary = lab.as.catalog.sync.refresh({ providers: ["anthropic"] });
		// Only one that has joined can be told of the end.
		await expect.poll(() => following.mock.calls.length).toBeGreaterThan(0);
		hold.release();
		expect(await summary).toMatchObject({
			syncId,
			started: false,
			providers: [{ provider: "anthropic", state: "success" }],
		});
	});

	it("are refused clearly when the second wants more", async () => {
		const { hold, syncId } = await heldSync();
		const refusal = await refusalOf(lab.as.catalog.sync.start());
		expect(refusal).toMatchObject({
			code: "CONFLICT",
			message: expect.stringContaining("A sync of Anthropic is under way"),
		});
		hold.release();
		await followed(lab.api, syncId);
	});

	it("that begin at one moment begin once", async () => {
		const other = lab.api.secondServer();
		const starts = await Promise.all(
			[lab.as, other.as(lab.admin), lab.as, other.as(lab.admin)].map((caller) => caller.catalog.sync.start()),
		);
		const begun = new Set(starts.filter(({ started }) => started).map(({ syncId }) => syncId));
		for (const { syncId, started } of starts) if (!started) expect(begun).toContain(syncId);
		for (const syncId of begun)
			expect(
				eventOf(
					(await followed(lab.api, syncId)).map(({ event }) => event),
					"done",
				).failed,
			).toBe(0);
	});
});

it("what a dead server left running is ended by the next sync, and is not shown as running until then", async () => {
	const ago = (seconds: number) => sql`now() - make_interval(secs => ${seconds})`;
	const row = {
		providerType: "openai",
		name: "OpenAI",
		trigger: "clock",
		state: "running",
		createdAt: new Date(),
	} as const;
	await lab.api.db.insert(catalogSyncs).values({ ...row, syncId: "dead", heartbeatAt: ago(90) });
	expect((await lab.as.catalog.sync.status()).running).toBeNull();
	expect(await lab.as.catalog.sync.start()).toMatchObject({ started: true });
	const [dead] = await lab.api.db.select().from(catalogSyncs).where(eq(catalogSyncs.syncId, "dead"));
	expect(dead).toMatchObject({ state: "failed", failureMessage: expect.stringContaining("server stopped") });
});

it("answers a refresh when it is over, with the result of each provider", async () => {
	lab.sandbox.script({ provider: "openai", kind: "models", fail: "forbidden", times: Number.POSITIVE_INFINITY });
	const running = (await lab.as.catalog.sync.status()).running;
	if (running) await followed(lab.api, running.syncId);
	const summary = await lab.as.catalog.sync.refresh();
	expect(summary).toMatchObject({ started: true, cancelled: false, modelsFound: 3 });
	expect(summary.providers).toEqual([
		expect.objectContaining({
			provider: "openai",
			state: "failed",
			failure: expect.objectContaining({ reason: "forbidden" }),
		}),
		expect.objectContaining({ provider: "anthropic", state: "success", pages: 2, modelsFound: 3, failure: null }),
	]);
});

describe("the clock", () => {
	const hours = (count: number) => new Date(Date.now() + count * 3_600_000);

	it("syncs what is due: after six hours give or take, and sooner what failed", async () => {
		await lab.sync();
		expect(await syncCatalogWhenDue(lab.api)).toBeNull();
		expect(await syncCatalogWhenDue(lab.api, hours(5.6))).toBeNull();
		lab.sandbox.script({ provider: "openai", kind: "models", fail: "overloaded", times: Number.POSITIVE_INFINITY });
		await lab.sync({ providers: ["openai"] });
		expect(await syncCatalogWhenDue(lab.api, hours(0.4))).toBeNull();
		const retried = await syncCatalogWhenDue(lab.api, hours(0.6));
		const events = (await followed(lab.api, retried?.syncId ?? "")).map(({ event }) => event);
		expect(eventOf(events, "started").providers.map(({ provider }) => provider)).toEqual(["openai"]);
		const all = await syncCatalogWhenDue(lab.api, hours(6.4));
		const providers = eventOf(
			(await followed(lab.api, all?.syncId ?? "")).map(({ event }) => event),
			"started",
		).providers;
		expect(providers.map(({ provider }) => provider)).toEqual(["openai", "anthropic"]);
		const [row] = await lab.api.db
			.select()
			.from(catalogSyncs)
			.where(eq(catalogSyncs.syncId, all?.syncId ?? ""));
		expect(row).toMatchObject({ trigger: "clock", startedBy: null });
	});

	it("does nothing while a sync is under way, and where nothing is configured but the Sandbox", async () => {
		const { hold, syncId } = await heldSync();
		expect(await syncCatalogWhenDue(lab.api, hours(24))).toBeNull();
		hold.release();
		await followed(lab.api, syncId);
		const bare = await lab.api.restart({ environmentProviders: {}, sandboxBaseUrl: lab.sandbox.baseUrl("custom") });
		expect(await syncCatalogWhenDue(bare, hours(24))).toBeNull();
		const nothing = await bare.restart({ sandboxBaseUrl: null });
		expect((await refusalOf(nothing.as(lab.admin).catalog.sync.start())).code).toBe("SERVICE_UNAVAILABLE");
	});
});
