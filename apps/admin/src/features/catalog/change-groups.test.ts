import { expect, it } from "vitest";
import { asText, type Change, consequences, groupChanges, saidByAll, topicOf } from "./change-groups.ts";

const change = (id: number, over: Partial<Change>): Change => ({
	id,
	modelId: `openai/model-${id}`,
	displayName: `Model ${id}`,
	provider: "openai",
	endpoint: null,
	kind: "gone",
	state: "pending",
	before: null,
	after: null,
	summary: [],
	detectedAt: "2026-11-23T09:12:00.000Z",
	decidedBy: null,
	decidedAt: null,
	syncId: "s1",
	...over,
});

it("puts what changes a bill first, and each provider's and endpoint's changes together", () => {
	const groups = groupChanges([
		change(1, {}),
		change(2, { provider: "custom", endpoint: "gpu-box" }),
		change(3, { kind: "repriced" }),
		change(4, {}),
	]);
	expect(groups.map(({ topic, provider, changes }) => [topic, provider, changes.map(({ id }) => id)])).toEqual([
		["repriced", "openai", [3]],
		["gone", "custom", [2]],
		["gone", "openai", [1, 4]],
	]);
});

it("keeps a refused price apart from those that can be accepted", () => {
	const refused = change(1, { kind: "sources_disagree", after: { refused: "It is above 1000." } });
	const other = change(2, { kind: "sources_disagree", after: { price: null } });
	expect([refused, other].map(topicOf)).toEqual(["refused", "sources_disagree"]);
	expect(groupChanges([refused, other])).toHaveLength(2);
});

it("keeps apart the prices that are listed no longer, and says what accepting an unknown one does", () => {
	const reason = "The provider's listing no longer names a price, and no other source has one.";
	const unlisted = change(1, { kind: "repriced", after: { price: null, reason } });
	const gone = change(2, { after: { reason: "It is no longer listed." } });
	expect([unlisted, gone].map(topicOf)).toEqual(["unlisted", "gone"]);
	expect(consequences(groupChanges([unlisted]))).toMatch(/^The new prices of 1 model .* runs will be unknown too\.$/);
	expect(consequences(groupChanges([gone]))).not.toContain("unknown");
});

it("says once what every change says, and of a single one nothing apart", () => {
	const summaries = [["Gone", "Noticed"], ["Noticed"], ["Noticed", "Back"]];
	expect(saidByAll(summaries)).toEqual(["Noticed"]);
	expect(saidByAll(summaries.slice(0, 1))).toEqual([]);
	expect(asText(["Input $2.00 → $90.00", undefined, "It waits."])).toBe("Input $2.00 → $90.00. It waits.");
});
