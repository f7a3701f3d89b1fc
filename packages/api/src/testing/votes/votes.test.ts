import { schema } from "@llm-hub/db";
import { createHold } from "@llm-hub/sandbox";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ask, createLab, follow, type Lab } from "../fixtures.ts";
import { bradleyTerry, type Comparison } from "./bradley-terry.ts";
import { wilson } from "./wilson.ts";

const { labVotes } = schema;
const both = ["openai/priced", "openai/unpriced"];

let lab: Lab;
beforeAll(async () => {
	lab = await createLab();
});
afterAll(() => lab[Symbol.asyncDispose]());
afterEach(() => lab.sandbox.reset());

/** A blind group whose runs have ended. */
async function blindGroup(modelIds: string[] = both, more: { templateId?: string } = {}) {
	const { modelId: _, ...asked } = ask("Which is better?");
	const groupId = crypto.randomUUID();
	const group = await lab.api.as(lab.user).testing.groups.start({ ...asked, ...more, groupId, modelIds, blind: true });
	for (const { runId } of group.members) if (runId) await follow(lab.api, lab.user, runId);
	return groupId;
}
const positionOf = async (groupId: string, modelId: string) => {
	const { labGroupMembers } = schema;
	const rows = await lab.api.db.select().from(labGroupMembers).where(eq(labGroupMembers.groupId, groupId));
	return rows.find((row) => row.modelId === modelId)!.position;
};
const vote = (input: { groupId: string; verdict: "best" | "tie" | "all_bad" | "skipped"; winner?: number }) =>
	lab.api.as(lab.user).testing.votes.cast(input);

describe("a vote", () => {
	it("is kept once, and shows whose answer was whose", async () => {
		const groupId = await blindGroup();
		const winner = await positionOf(groupId, "openai/unpriced");
		const shown = await vote({ groupId, verdict: "best", winner });
		expect(shown).toMatchObject({ isRevealed: true, vote: { verdict: "best", winnerModelId: "openai/unpriced" } });
		expect(shown.members.map(({ modelId }) => modelId).toSorted()).toEqual(both);
		await expect(vote({ groupId, verdict: "tie" })).rejects.toMatchObject({ code: "CONFLICT" });
		const kept = await lab.api.db.select().from(labVotes).where(eq(labVotes.groupId, groupId));
		expect(kept).toMatchObject([{ verdict: "best", winnerModelId: "openai/unpriced" }]);
	});

	it("waits for the answers, and compares only those that came", async () => {
		const hold = createHold();
		lab.sandbox.script({ text: "slow", hold, holdAfterChunks: 1 });
		const { modelId: _, ...asked } = ask("Slow");
		const groupId = crypto.randomUUID();
		const start = { ...asked, groupId, modelIds: [...both, "openai/disabled"], blind: true };
		const { members } = await lab.api.as(lab.user).testing.groups.start(start);
		await expect(vote({ groupId, verdict: "tie" })).rejects.toMatchObject({ code: "CONFLICT" });
		hold.release();
		for (const { runId } of members) if (runId) await follow(lab.api, lab.user, runId);
		const refused = members.find(({ runId }) => runId === null)!.position;
		await expect(vote({ groupId, verdict: "best", winner: refused })).rejects.toMatchObject({
			code: "UNPROCESSABLE_CONTENT",
		});
		await vote({ groupId, verdict: "tie" });
		const [kept] = await lab.api.db.select().from(labVotes).where(eq(labVotes.groupId, groupId));
		expect(kept?.modelIds.toSorted()).toEqual(both);
	});

	it("is not asked where nothing was hidden or nothing can be compared, and names can be shown without one", async () => {
		const { modelId: _, ...asked } = ask("Open");
		const open = crypto.randomUUID();
		await lab.api.as(lab.user).testing.groups.start({ ...asked, groupId: open, modelIds: both });
		await expect(vote({ groupId: open, verdict: "tie" })).rejects.toMatchObject({ code: "CONFLICT" });
		const one = await blindGroup(["openai/priced", "openai/disabled"]);
		await expect(vote({ groupId: one, verdict: "best", winner: 0 })).rejects.toMatchObject({ code: "CONFLICT" });
		expect(await vote({ groupId: one, verdict: "skipped" })).toMatchObject({ isRevealed: true });
	});

	it("is the owner's alone, and says at the field what is wrong", async () => {
		const groupId = await blindGroup();
		const other = lab.api.as(await lab.api.createUser("admin"));
		await expect(other.testing.votes.cast({ groupId, verdict: "tie" })).rejects.toMatchObject({ code: "NOT_FOUND" });
		await expect(vote({ groupId, verdict: "best" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
		await expect(vote({ groupId, verdict: "tie", winner: 1 })).rejects.toMatchObject({ code: "BAD_REQUEST" });
	});
});

describe("the leaderboard", () => {
	it("counts what was voted, whole company or own, by template and time", async () => {
		await lab.api.db.delete(labVotes);
		for (const verdict of ["best", "best", "tie", "all_bad", "skipped"] as const) {
			const groupId = await blindGroup(both, verdict === "tie" ? { templateId: "write-poem" } : {});
			const winner = verdict === "best" ? await positionOf(groupId, "openai/priced") : undefined;
			await vote({ groupId, verdict, ...(winner === undefined ? {} : { winner }) });
		}
		const other = lab.api.as(await lab.api.createUser("viewer"));
		const { votes, models } = await other.testing.votes.leaderboard();
		expect(votes).toBe(4);
		expect(
			models.map(({ modelId, votes, best, ties, allBad, lost }) => [modelId, votes, best, ties, allBad, lost]),
		).toEqual([
			["openai/priced", 4, 2, 1, 1, 0],
			["openai/unpriced", 4, 0, 1, 1, 2],
		]);
		expect(models[0]).toMatchObject({ winRate: { value: 0.5 }, against: [{ wins: 2, losses: 0, ties: 1 }] });
		expect(models[0]!.score!.value).toBeGreaterThan(1000);
		expect(models[0]!.score!.low).toBeLessThanOrEqual(models[0]!.score!.value);
		expect((await other.testing.votes.leaderboard({ own: true })).votes).toBe(0);
		expect((await other.testing.votes.leaderboard({ templateId: "write-poem" })).votes).toBe(1);
		await lab.api.db.update(labVotes).set({ votedAt: new Date(Date.now() - 10 * 86_400_000) });
		expect((await other.testing.votes.leaderboard({ days: 7 })).votes).toBe(0);
	});

	it("has Wilson's interval", () => {
		const { low, high } = wilson(8, 10);
		expect([low, high].map((bound) => bound.toFixed(4))).toEqual(["0.4902", "0.9433"]);
		expect(wilson(0, 5)).toMatchObject({ value: 0, low: 0 });
		expect(wilson(0, 0)).toEqual({ value: 0, low: 0, high: 1 });
	});

	it("finds the strengths that the votes were drawn with, within its intervals", () => {
		const truth = [4, 2, 1, 0.5];
		let turn = 0;
		// Shares as exact as 900 votes allow, without chance.
		const comparisons: Comparison[] = truth.flatMap((a, i) =>
			truth.flatMap((b, j) => {
				if (j <= i) return [];
				const wins = Math.round((150 * a) / (a + b));
				return Array.from({ length: 150 }, (_, k) => ({
					models: turn++ % 2 ? [i, j] : [j, i],
					winner: k < wins ? i : j,
				}));
			}),
		);
		const scores = bradleyTerry(comparisons, 4);
		const apart = (i: number, j: number) => scores[i]!.value - scores[j]!.value;
		expect(apart(0, 1)).toBeCloseTo(400 * Math.log10(2), -1);
		expect(apart(0, 3)).toBeCloseTo(400 * Math.log10(8), -1.5);
		for (const { value, low, high } of scores) {
			expect(low).toBeLessThan(value);
			expect(high).toBeGreaterThan(value);
			expect(high - low).toBeLessThan(120);
		}
		expect(bradleyTerry(comparisons, 4)).toEqual(scores);
	});

	it("puts nobody above the others for ties, and nobody endlessly above for one win", () => {
		const [a, b] = bradleyTerry([{ models: [0, 1], winner: null }], 2);
		expect(a!.value).toBeCloseTo(b!.value);
		expect(bradleyTerry([{ models: [0, 1], winner: 0 }], 2)[0]!.value).toBeLessThan(1400);
		expect(bradleyTerry([], 0)).toEqual([]);
	});
});
