import { schema } from "@llm-hub/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "../context.ts";
import { LimitExceededError } from "../errors.ts";
import { createTestApi, type TestApi } from "../test/harness.ts";
import { countersFor, readQuotas } from "./quotas.ts";
import { expireHolds } from "./settle.ts";
import { addTier, authorize, noon, release, reserveIn, settleOne } from "./test/ledger.ts";

const { accessGrants, apiTokens, ledgerEntries, tiers, usageCounters, users } = schema;

let api: TestApi;
let tierNumber = 0;
beforeAll(async () => {
	api = await createTestApi();
});
afterAll(() => api.close());

/** A user alone in a tier with these limits. */
async function userWith(limits: Parameters<typeof addTier>[2] & { userBudgetUsd?: string } = {}): Promise<UserActor> {
	const { userBudgetUsd, ...ofTier } = limits;
	const tierCode = await addTier(api, `tier${++tierNumber}`, ofTier);
	const user = await api.createUser("user", { tierCode });
	if (userBudgetUsd) await api.db.update(users).set({ budgetUsd: userBudgetUsd }).where(eq(users.id, user.userId));
	return user;
}
const subject = (user: UserActor, tokenId: string | null = null) => ({ userId: user.userId, tokenId });
const quotasFor = async (user: UserActor, at = noon, tokenId: string | null = null) => {
	const { facts, verdict } = await authorize(api, subject(user, tokenId));
	return readQuotas(api.db, countersFor(facts, verdict, at));
};
const quotaOf = async (user: UserActor, name: string, at = noon) =>
	(await quotasFor(user, at)).find((quota) => quota.name === name);
const refusal = async (attempt: Promise<unknown>): Promise<LimitExceededError> => {
	const error = await attempt.then(() => null).catch((refused: unknown) => refused);
	if (!(error instanceof LimitExceededError)) throw new Error("was not refused", { cause: error });
	return error;
};

describe("reserving", () => {
	it.each([
		["tests_per_month", { testsPerMonth: 2 }, "2026-12-01T00:00:00.000Z"],
		["requests_per_day", { perDay: 2 }, "2026-11-17T00:00:00.000Z"],
	])("stops at %s, with the number that is shown", async (name, limits, resets) => {
		const user = await userWith(limits);
		const authorization = await authorize(api, subject(user));
		expect((await reserveIn(api, authorization)).nearest).toMatchObject({ limit: 2, remaining: 1 });
		expect((await reserveIn(api, authorization)).nearest).toMatchObject({ limit: 2, remaining: 0 });
		const error = await refusal(reserveIn(api, authorization));
		expect(error.details).toMatchObject({ limit: 2, used: 2, unit: "requests", currentTier: user.tierCode });
		expect(error.details.resetsAt).toEqual(new Date(resets));
		expect(error.retryAfterSeconds).toBe((Date.parse(resets) - noon.getTime()) / 1000);
		expect(error.details.trace).toMatchObject({ verdict: "limited", quotas: await quotasFor(user) });
		expect(await quotaOf(user, name)).toMatchObject({ limit: 2, used: 2, remaining: 0 });
		// Refused is without a trace: what it had taken beside the limit is back.
		for (const quota of await quotasFor(user)) expect(quota.used).toBe(2);
		expect(await api.db.$count(ledgerEntries, eq(ledgerEntries.userId, user.userId))).toBe(2);
	});

	it("names the limit that lasts longest when several are used up", async () => {
		const user = await userWith({ testsPerMonth: 1, perDay: 1 });
		const authorization = await authorize(api, subject(user));
		await reserveIn(api, authorization);
		const { details, message } = await refusal(reserveIn(api, authorization));
		expect(details).toMatchObject({ rule: "tests_per_month" });
		expect(message).toMatch(/^The 1 run a month of tier .+ is used up, until 2026-12-01 00:00 UTC\.$/);
	});

	it("refuses from the first call where a limit is 0", async () => {
		for (const limits of [{ testsPerMonth: 0 }, { perDay: 0 }]) {
			const authorization = await authorize(api, subject(await userWith(limits)));
			expect((await refusal(reserveIn(api, authorization))).details).toMatchObject({ limit: 0, used: 0 });
		}
	});

	it("begins anew with the UTC day and month, to the millisecond", async () => {
		const user = await userWith({ testsPerMonth: 2, perDay: 1 });
		const authorization = await authorize(api, subject(user));
		const reserveAt = (at: string) => reserveIn(api, authorization, { at: new Date(at) });
		await reserveAt("2026-11-29T23:59:59.999Z");
		expect((await refusal(reserveAt("2026-11-29T23:59:59.999Z"))).retryAfterSeconds).toBe(1);
		await reserveAt("2026-11-30T00:00:00.000Z");
		expect((await refusal(reserveAt("2026-11-30T23:59:59.999Z"))).details).toMatchObject({ rule: "tests_per_month" });
		expect((await reserveAt("2026-12-01T00:00:00.000Z")).nearest).toMatchObject({ remaining: 0, limit: 1 });
	});

	it.each(["user_budget", "tier_budget", "token_budget"])("holds the %s", async (name) => {
		const user = await userWith({
			...(name === "tier_budget" ? { budgetUsd: "1" } : {}),
			...(name === "user_budget" ? { userBudgetUsd: "1" } : {}),
		});
		const tokenId = `token-of-${user.userId}`;
		const token = { id: tokenId, userId: user.userId, name: "t", hash: "", scopes: [], createdBy: user.userId };
		await api.db.insert(apiTokens).values({ ...token, budgetUsd: name === "token_budget" ? "1" : null });
		const attempt = async (estimateUsd: string | null) =>
			reserveIn(api, await authorize(api, subject(user, tokenId), { estimateUsd }));
		const { runId } = await attempt("0.7");
		const error = await refusal(attempt("0.300000000001"));
		expect(error.details).toMatchObject({ rule: name, limit: "1", used: "0.7", unit: "usd" });
		await attempt("0.3");
		expect((await refusal(attempt("0.000000000001"))).details).toMatchObject({ rule: name, used: "1" });
		expect((await refusal(attempt(null))).details).toMatchObject({ rule: name, used: "1" });
		await attempt("0");
		await settleOne(api.db, runId, { counts: true, costUsd: "0.5" });
		const [budget] = (await quotasFor(user, noon, tokenId)).filter((quota) => quota.name === name);
		expect(budget).toMatchObject({ limit: "1", used: "0.8", held: "0.3", remaining: "0.2" });
		await attempt("0.2");
	});

	it("of several users of a tier shares the tier's budget and not their quotas", async () => {
		const first = await userWith({ budgetUsd: "1", testsPerMonth: 1 });
		const second = await api.createUser("user", { tierCode: first.tierCode });
		await reserveIn(api, await authorize(api, subject(first), { estimateUsd: "0.6" }));
		const attempt = async (estimateUsd: string) =>
			reserveIn(api, await authorize(api, subject(second), { estimateUsd }));
		expect((await refusal(attempt("0.6"))).details).toMatchObject({ rule: "tier_budget" });
		await attempt("0.4");
	});

	it("counts a grant's runs instead of the rule's, and the month's", async () => {
		const user = await userWith({ testsPerMonth: 5 });
		await api.db
			.update(schema.tierModelRules)
			.set({ allowed: false })
			.where(eq(schema.tierModelRules.tierCode, user.tierCode));
		const grant = { id: `grant-${user.userId}`, userId: user.userId, modelPattern: "openai/*", maxRequests: 2 };
		const open = { reason: "trying it", grantedBy: "x", expiresAt: new Date(Date.now() + 86_400_000) };
		await api.db.insert(accessGrants).values({ ...grant, ...open });
		const authorization = await authorize(api, subject(user));
		expect(authorization.verdict).toMatchObject({ allowed: true, reason: "grant" });
		await reserveIn(api, authorization);
		const { runId } = await reserveIn(api, authorization);
		expect((await refusal(reserveIn(api, authorization))).details).toMatchObject({ rule: "grant_requests", limit: 2 });
		// Used up, it opens nothing any more; given back, it does again.
		expect((await authorize(api, subject(user))).verdict).toMatchObject({ allowed: false, reason: "denied" });
		await release(api.db, runId);
		expect((await authorize(api, subject(user))).verdict).toMatchObject({ allowed: true });
	});
});

describe("ending", () => {
	const counts = async (user: UserActor) => {
		const rows = await api.db
			.select({
				requests: usageCounters.requests,
				spent: usageCounters.spentUsd,
				held: usageCounters.heldUsd,
				unpriced: usageCounters.unpriced,
			})
			.from(usageCounters)
			.where(eq(usageCounters.subject, user.userId));
		const [one, ...others] = rows.map(({ requests, spent, held, unpriced }) => [
			requests,
			Number(spent),
			Number(held),
			unpriced,
		]);
		for (const other of others) expect(other).toEqual(one);
		return one;
	};

	it.each([
		["success or cancelled: keeps the request and its cost", { counts: true, costUsd: "0.25" }, [1, 0.25, 0, 0]],
		["failure: gives the request back", { counts: false, costUsd: null }, [0, 0, 0, 0]],
		[
			"failure in the middle: gives the request back and books what it cost",
			{ counts: false, costUsd: "0.1" },
			[0, 0.1, 0, 0],
		],
		["of unknown cost: says so", { counts: true, costUsd: null, isUnpriced: true }, [1, 0, 0, 1]],
	])("%s, once", async (_, settlement, expected) => {
		const user = await userWith();
		const { runId } = await reserveIn(api, await authorize(api, subject(user), { estimateUsd: "0.5" }));
		expect(await counts(user)).toEqual([1, 0, 0.5, 0]);
		await Promise.all(Array.from({ length: 10 }, () => settleOne(api.db, runId, settlement)));
		await release(api.db, runId);
		expect(await counts(user)).toEqual(expected);
	});

	it("of a hold that nobody settles is its expiry; a settlement that comes later still books the run", async () => {
		const user = await userWith();
		const { runId } = await reserveIn(api, await authorize(api, subject(user), { estimateUsd: "0.5" }), { at: noon });
		await expireHolds(api.db, new Date(noon.getTime() + 60_000));
		expect(await counts(user)).toEqual([1, 0, 0.5, 0]);
		await expireHolds(api.db, new Date(noon.getTime() + 3_600_000));
		expect(await counts(user)).toEqual([0, 0, 0, 0]);
		await settleOne(api.db, runId, { counts: true, costUsd: "0.3" });
		expect(await counts(user)).toEqual([1, 0.3, 0, 0]);
	});

	it("stays in the month in which the run began", async () => {
		const user = await userWith();
		const { runId } = await reserveIn(api, await authorize(api, subject(user)), {
			at: new Date("2026-10-31T23:59:59Z"),
		});
		await settleOne(api.db, runId, { counts: true, costUsd: "1" });
		expect(await quotaOf(user, "tests_per_month", new Date("2026-10-31T23:59:59Z"))).toMatchObject({ used: 1 });
		expect(await quotaOf(user, "tests_per_month", new Date("2026-11-01T00:00:00Z"))).toMatchObject({ used: 0 });
	});
});

describe("the policy", () => {
	it("is the tables' of this moment, whoever changed them, on every server", async () => {
		const user = await userWith({ testsPerMonth: 1 });
		const other = api.secondServer();
		for (const testsPerMonth of [1, 5, 1]) {
			await api.db.update(tiers).set({ testsPerMonth }).where(eq(tiers.code, user.tierCode));
			for (const server of [api, other]) {
				expect((await authorize(server, subject(user))).facts.tier).toMatchObject({ testsPerMonth });
			}
		}
		await other.close();
	});
});
