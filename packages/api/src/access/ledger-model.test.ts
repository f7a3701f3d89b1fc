import { randomUUID } from "node:crypto";
import { schema } from "@llm-hub/db";
import { eq } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { LimitExceededError } from "../errors.ts";
import { createTestApi, type TestApi } from "../test/harness.ts";
import { reconcile } from "./reconcile.ts";
import { expireHolds } from "./settle.ts";
import { addTier, authorize, noon, release, reserveIn, settleOne } from "./test/ledger.ts";

const { ledgerEntries, usageCounters } = schema;
const yesterday = new Date(noon.getTime() - 86_400_000);

let api: TestApi;
let other: TestApi;
beforeAll(async () => {
	api = await createTestApi();
	other = api.secondServer();
});
afterAll(async () => {
	await other.close();
	await api.close();
});

const userOf = async (limits: Parameters<typeof addTier>[2]) => {
	const tierCode = await addTier(api, `t${randomUUID().slice(0, 8)}`, limits);
	const { userId } = await api.createUser("user", { tierCode });
	return { userId, tierCode, subject: { userId, tokenId: null } };
};
const outcomeOf = (attempt: Promise<unknown>) =>
	attempt.then(
		() => "ok",
		(error: unknown) => {
			if (error instanceof LimitExceededError) return "refused";
			throw error;
		},
	);

it("lets exactly 10 of 200 through that arrive at once on two servers with 10 left", async () => {
	const { subject } = await userOf({ testsPerMonth: 200, perDay: 15 });
	const authorization = await authorize(api, subject);
	for (let i = 0; i < 5; i++) await reserveIn(api, authorization);
	const attempts = Array.from({ length: 200 }, async (_, i) => reserveIn(i % 2 ? api : other, authorization));
	const outcomes = await Promise.all(attempts.map(outcomeOf));
	expect(outcomes.filter((outcome) => outcome === "ok")).toHaveLength(10);
});

it("never deadlocks when runs of one tier begin and end at once", async () => {
	const users = [await userOf({ budgetUsd: "1000" })];
	for (let i = 0; i < 3; i++) {
		const { userId, tierCode } = await api.createUser("user", { tierCode: users[0]!.tierCode });
		users.push({ userId, tierCode, subject: { userId, tokenId: null } });
	}
	const run = async (index: number) => {
		const authorization = await authorize(api, users[index % users.length]!.subject, { estimateUsd: "0.01" });
		const { runId } = await reserveIn(index % 2 ? api : other, authorization);
		await settleOne(index % 3 ? api.db : other.db, runId, { counts: true, costUsd: "0.02" });
	};
	await Promise.all(Array.from({ length: 80 }, (_, index) => run(index)));
	const [row] = await api.db.select().from(usageCounters).where(eq(usageCounters.subject, users[0]!.tierCode));
	expect(row).toMatchObject({ requests: 80, spentUsd: "1.600000000000", heldUsd: "0.000000000000" });
});

const ending = fc.constantFrom("settle", "release", "fail with cost", "settle twice", "expire", "expire, then settle");

it("neither over- nor under-counts in any interleaving of beginnings and ends", async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.scheduler(),
			fc.array(ending, { minLength: 1, maxLength: 8 }),
			fc.integer({ min: 0, max: 4 }),
			async (scheduler, endings, limit) => {
				const { tierCode, subject } = await userOf({ perDay: limit });
				const authorization = await authorize(api, subject, { estimateUsd: "0.5" });
				const model = { held: 0, settled: 0, spent: 0, late: 0 };
				const run = async (how: (typeof endings)[number], index: number) => {
					const [here, there] = index % 2 ? [api, other] : [other, api];
					const runId = randomUUID();
					await scheduler.schedule(Promise.resolve(), `begin ${index}`);
					const outcome = await outcomeOf(reserveIn(here, authorization, { runId }));
					if (outcome === "refused") return;
					model.held++;
					// What is settled after its hold expired comes on top: it was paid for, whoever took its place.
					expect(model.held + model.settled).toBeLessThanOrEqual(limit + model.late);
					await scheduler.schedule(Promise.resolve(), `end ${index}: ${how}`);
					model.held--;
					const booked = how.includes("settle");
					if (booked) model.settled++;
					if (booked || how === "fail with cost") model.spent += 0.25;
					if (how === "expire, then settle") model.late++;
					if (how.startsWith("expire")) {
						await api.db.update(ledgerEntries).set({ expiresAt: yesterday }).where(eq(ledgerEntries.runId, runId));
						await expireHolds(there.db, noon);
					}
					if (booked) await settleOne(there.db, runId, { counts: true, costUsd: "0.25" });
					if (how === "settle twice") await settleOne(here.db, runId, { counts: false, costUsd: "9" });
					if (how === "release") await release(there.db, runId);
					if (how === "fail with cost") await settleOne(there.db, runId, { counts: false, costUsd: "0.25" });
				};
				const runs = endings.map(run);
				await scheduler.waitFor(Promise.all(runs));
				const [rule] = await api.db
					.select()
					.from(usageCounters)
					.where(eq(usageCounters.rule, `${tierCode} *`));
				expect(rule?.requests ?? 0).toBe(model.settled);
				expect(Number(rule?.spentUsd ?? 0)).toBe(model.spent);
				expect(Number(rule?.heldUsd ?? 0)).toBe(0);
				// What the model says is left is what can be taken, and no more.
				for (let left = limit - model.settled; left >= 0; left--) {
					expect(await outcomeOf(reserveIn(api, authorization))).toBe(left > 0 ? "ok" : "refused");
				}
			},
		),
		{ numRuns: 25 },
	);
	expect((await reconcile(api.db)).counters).toEqual([]);
});
