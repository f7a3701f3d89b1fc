import { describe, expect, it } from "vitest";
import { describeChange } from "./describe-change.ts";
import { goneReasons, mergeListing } from "./merge.ts";
import { context, listed, priceOf, seeded, syncedAt } from "./merge-fixtures.ts";

const today = { source: "provider", asOf: "2026-11-23" };
const seedFact = { source: "seed", asOf: "2026-05-01" };

describe("a listed model", () => {
	it("takes each field from the listing, with its source and date, and leaves the rest as it was", () => {
		const { model, changes } = mergeListing(
			seeded(),
			listed({ displayName: "Acme: Large", contextLength: 200_000, price: priceOf({ input: "2.5", output: "8" }) }),
			context(),
		);
		expect(model).toMatchObject({
			displayName: "Acme: Large",
			contextLength: 200_000,
			maxOutputTokens: 8_000,
			capabilities: ["chat", "tools"],
			price: priceOf({ input: "2.5", output: "8" }),
		});
		expect(model?.sources).toEqual({
			facts: seedFact,
			listing: today,
			displayName: today,
			contextLength: today,
			price: today,
			deprecationDate: null,
		});
		expect(changes.map(({ kind, state }) => [kind, state])).toEqual([
			["limits_changed", "applied"],
			["sources_disagree", "applied"],
		]);
		expect(changes[0]).toMatchObject({ before: { contextLength: 128_000 }, after: { contextLength: 200_000 } });
	});

	it("that the catalog does not have is new, with what its alias is known for", () => {
		const alias = seeded({ id: "openai/gpt-x", providerType: "openai", upstreamId: "gpt-x" });
		const { model, changes } = mergeListing(
			null,
			listed({ id: "gpt-x-2026-11-01" }),
			context({ id: "openai/gpt-x-2026-11-01", providerType: "openai", alias }),
		);
		expect(model).toMatchObject({
			id: "openai/gpt-x-2026-11-01",
			upstreamId: "gpt-x-2026-11-01",
			displayName: "gpt-x-2026-11-01",
			contextLength: 128_000,
			capabilities: ["chat", "tools"],
			price: priceOf({ input: "2", output: "8" }, "seed"),
			retiredAt: null,
		});
		expect(model?.sources).toMatchObject({ facts: today, contextLength: seedFact, price: seedFact });
		expect(changes).toEqual([expect.objectContaining({ kind: "new", state: "applied" })]);
	});

	it.each([
		["gpt-9", ["chat"]],
		["text-embedding-9", ["embeddings"]],
		["gpt-9-transcribe", ["audio"]],
		["gpt-image-9", ["image"]],
		["omni-moderation-9", []],
	])("that nothing is known of is told by its id: %s", (id, capabilities) => {
		const { model } = mergeListing(null, listed({ id }), context({ providerType: "openai", shippedPrice: null }));
		expect(model?.capabilities).toEqual(capabilities);
		expect(model?.sources.capabilities).toEqual({ ...today, origin: "id" });
	});

	it.each([
		["openrouter", ["chat", "vision"], "capabilities_changed"],
		["anthropic", ["chat", "vision"], "capabilities_changed"],
		["google", ["chat", "vision", "tools"], "capabilities_changed"],
		["mistral", ["chat", "vision", "tools"], "capabilities_changed"],
	] as const)("of %s that states chat and vision can do %j", (providerType, capabilities, kind) => {
		const { model, changes } = mergeListing(
			seeded({ providerType }),
			listed({ capabilities: ["vision", "chat"] }),
			context({ providerType }),
		);
		expect(model?.capabilities).toEqual(capabilities);
		expect(changes.map((change) => change.kind)).toEqual([kind]);
	});

	it("gets a deprecation date, and loses it when the listing that gave it takes it back", () => {
		const dated = mergeListing(seeded(), listed({ deprecationDate: "2027-01-31" }), context());
		expect(dated.model?.deprecationDate).toBe("2027-01-31");
		expect(dated.changes).toMatchObject([
			{ kind: "deprecated", before: { deprecationDate: null }, after: { deprecationDate: "2027-01-31" } },
		]);
		expect(mergeListing(dated.model, listed(), context()).model?.deprecationDate).toBeNull();
		const documented = seeded({
			deprecationDate: "2027-03-01",
			sources: { deprecationDate: { source: "seed", asOf: "2026-05-01" } },
		});
		expect(mergeListing(documented, listed(), context()).model?.deprecationDate).toBe("2027-03-01");
	});

	it("keeps what its provider recommends instead, with its evidence, until that is taken back", () => {
		const ends = { deprecationDate: "2027-01-31", replacedBy: "acme/larger" };
		const { model, changes } = mergeListing(seeded(), listed(ends), context());
		expect(model).toMatchObject({ ...ends, sources: { replacedBy: { source: "provider", asOf: "2026-11-23" } } });
		expect(changes).toMatchObject([{ kind: "deprecated", after: ends, state: "applied" }]);
		expect(describeChange({ kind: "deprecated", provider: "openrouter", before: null, after: ends })).toEqual([
			"Ends on 2027-01-31.",
			"The provider recommends acme/larger instead.",
		]);
		const back = mergeListing(model, listed({ deprecationDate: "2027-01-31" }), context());
		expect(back.model).toMatchObject({ deprecationDate: "2027-01-31", replacedBy: null });
		expect(back.changes).toMatchObject([{ before: { replacedBy: "acme/larger" }, after: { replacedBy: null } }]);
	});

	it("has the day since which it is offered where lists tell models' days apart, and keeps its training's end", () => {
		const days = { createdAt: "2025-08-07T17:23:22.000Z", knowledgeCutoff: "2024-09-30" };
		const { model, changes } = mergeListing(seeded(), listed(days), context());
		expect(model).toMatchObject({
			...{ releasedOn: "2025-08-07", knowledgeCutoff: "2024-09-30" },
			sources: { releasedOn: today, knowledgeCutoff: today },
		});
		expect(changes).toEqual([]);
		const { model: later } = mergeListing(model, listed(), context({ at: new Date("2026-12-01T00:00:00Z") }));
		expect(later).toMatchObject({ knowledgeCutoff: "2024-09-30", sources: { knowledgeCutoff: today } });
		const groq = mergeListing(null, listed(days), context({ providerType: "groq" })).model;
		expect([groq?.releasedOn, groq?.sources.releasedOn]).toEqual([null, undefined]);
	});

	it("keeps its name when the listing only repeats an id, and its limits when they are nonsense", () => {
		const nonsense = { displayName: "acme-large-2411", contextLength: 1.5, maxOutputTokens: 9e15 };
		expect(mergeListing(seeded(), listed(nonsense), context()).model).toMatchObject({
			displayName: "Large",
			contextLength: 128_000,
			maxOutputTokens: 8_000,
		});
	});

	it("whose limit was unknown has no change to tell", () => {
		const { model, changes } = mergeListing(
			seeded({ contextLength: null }),
			listed({ contextLength: 32_000 }),
			context(),
		);
		expect([model?.contextLength, changes]).toEqual([32_000, []]);
	});

	it("of a server of one's own has no price by its list, and the Sandbox's is free", () => {
		const custom = { providerType: "custom", endpointSlug: "gpu", shippedPrice: null } as const;
		const entry = listed({ price: priceOf({ input: "1", output: "1" }) });
		expect(mergeListing(null, entry, context(custom)).model).toMatchObject({ price: null, capabilities: ["chat"] });
		const sandbox = mergeListing(null, entry, context({ ...custom, isSandbox: true })).model;
		expect(sandbox?.price?.tiers[0]?.rates).toEqual({ input: "0", output: "0" });
		expect(sandbox?.sources.facts).toEqual({ source: "sandbox", asOf: "2026-11-23" });
	});
});

describe("a model that the listing lacks", () => {
	const wasThere = mergeListing(seeded(), listed(), context()).model!;

	it("retires when the listing had it, and comes back when it is listed again", () => {
		const gone = mergeListing(wasThere, null, context());
		expect(gone.model).toMatchObject({ retiredAt: syncedAt, sources: { retiredAt: today } });
		expect(gone.changes).toEqual([
			{
				kind: "gone",
				before: { retiredAt: null },
				after: { retiredAt: syncedAt.toISOString(), reason: goneReasons.listing },
				state: "applied",
			},
		]);
		expect(mergeListing(gone.model, null, context())).toEqual({ model: gone.model, changes: [], obsolete: [] });
		const back = mergeListing(gone.model, listed(), context());
		expect(back.model?.retiredAt).toBeNull();
		expect(back.model?.sources).not.toHaveProperty("retiredAt");
		expect(back.changes).toMatchObject([{ kind: "back", state: "applied" }]);
	});

	it("leaves no price to be decided once it retires, which waits again when it comes back", () => {
		const jumped = listed({ price: priceOf({ input: "200", output: "8" }) });
		const { changes } = mergeListing(wasThere, jumped, context());
		const open = changes.map((change) => ({ ...change, id: 9, decidedAt: null, state: "pending" as const }));
		expect(open).toHaveLength(1);
		const gone = mergeListing(wasThere, null, context({ open }));
		expect(gone.obsolete).toEqual([9]);
		expect(mergeListing(gone.model, null, context({ open })).obsolete).toEqual([9]);
		expect(mergeListing(gone.model, jumped, context()).changes).toMatchObject([{ kind: "back" }, { state: "pending" }]);
	});

	it("waits for a person when only the seed ever had it, once", () => {
		const first = mergeListing(seeded(), null, context());
		expect(first.model).toEqual(seeded());
		expect(first.changes).toMatchObject([
			{ kind: "gone", state: "pending", after: { reason: goneReasons.neverListed } },
		]);
		const waiting = { id: 7, ...first.changes[0]!, state: "pending", decidedAt: null } as const;
		expect(mergeListing(seeded(), null, context({ open: [waiting] })).changes).toEqual([]);
		expect(mergeListing(seeded(), listed(), context({ open: [waiting] })).obsolete).toEqual([7]);
	});

	it("stays when it is the alias of a listed snapshot, which lists often leave out", () => {
		const alias = seeded({ upstreamId: "claude-x" });
		expect(mergeListing(alias, null, context({ hasListedSnapshot: true })).changes).toEqual([]);
		const snapshot = seeded({ upstreamId: "claude-x-20250929" });
		expect(mergeListing(snapshot, null, context({ hasListedSnapshot: true })).changes).toHaveLength(1);
	});

	it("waits when the listing lost so much that it is likelier broken", () => {
		const { model, changes } = mergeListing(wasThere, null, context({ isListingSuspect: true }));
		expect(model).toEqual(wasThere);
		expect(changes).toMatchObject([{ state: "pending", after: { reason: goneReasons.suspect } }]);
	});

	it("stays when a person said so, until it was listed again", () => {
		const said = (decidedAt: string) => ({
			...({ id: 1, kind: "gone", before: null, after: null, state: "dismissed" } as const),
			decidedAt: new Date(decidedAt),
		});
		expect(mergeListing(wasThere, null, context({ open: [said("2026-11-24T08:00:00Z")] })).changes).toEqual([]);
		const listedSince = context({ open: [said("2026-11-20T08:00:00Z")] });
		expect(mergeListing(wasThere, null, listedSince).changes).toMatchObject([{ kind: "gone", state: "applied" }]);
	});
});
