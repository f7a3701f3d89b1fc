import { schema } from "@llm-hub/db";
import { openTestDb } from "@llm-hub/db/test";
import { and, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { seedAccess } from "./seed-access.ts";

const { tierModelRules, tiers } = schema;

it("writes the promised tiers and rules once, and never over an admin's edits", async () => {
	await using opened = await openTestDb();
	const { db } = opened;
	await Promise.all([seedAccess(db), seedAccess(db)]);
	const quotas = await db.select({ code: tiers.code, tests: tiers.testsPerMonth }).from(tiers).orderBy(tiers.position);
	expect(quotas).toEqual([
		{ code: "trial", tests: 100 },
		{ code: "starter", tests: 1_000 },
		{ code: "professional", tests: 10_000 },
		{ code: "enterprise", tests: null },
	]);

	const custom = and(eq(tierModelRules.tierCode, "trial"), eq(tierModelRules.modelPattern, "custom/*"));
	await db.update(tierModelRules).set({ maxRequestsPerDay: 7 }).where(custom);
	await db.delete(tierModelRules).where(eq(tierModelRules.tierCode, "starter"));
	await db.update(tiers).set({ testsPerMonth: 5 }).where(eq(tiers.code, "trial"));
	await seedAccess(db);
	expect(await db.select({ perDay: tierModelRules.maxRequestsPerDay }).from(tierModelRules).where(custom)).toEqual([
		{ perDay: 7 },
	]);
	expect(await db.$count(tierModelRules, eq(tierModelRules.tierCode, "starter"))).toBe(0);
	expect(await db.select({ n: tiers.testsPerMonth }).from(tiers).where(eq(tiers.code, "trial"))).toEqual([{ n: 5 }]);
});
