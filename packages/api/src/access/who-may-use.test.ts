import { afterAll, beforeAll, expect, it } from "vitest";
import { flatPrice, modelFacts, setCatalog } from "../catalog/fixtures.ts";
import { refusalOf } from "../keys/fixtures.ts";
import { createTestApi, type TestApi } from "../test/harness.ts";

let api: TestApi;
beforeAll(async () => {
	api = await createTestApi();
	await setCatalog(api, [
		modelFacts("openai/gpt-4o", { price: flatPrice("2", "8") }),
		modelFacts("openai/off", { enabled: false }),
	]);
});
afterAll(() => api.close());

it("says by tier which rule decides and for how many people, who has a grant, and who waits", async () => {
	const admin = api.as(await api.createUser("admin"));
	const trial = await api.createUser("user", { tierCode: "trial", email: "ben@example.com" });
	await api.createUser("viewer", { tierCode: "trial" });
	const asking = { modelId: "openai/gpt-4o", reason: "For a week." };
	const { id: requestId } = await api.as(trial).access.requests.create(asking);
	await admin.access.requests.grant({ requestId, days: 7, maxRequests: 3, modelPattern: "openai/*" });
	const other = await api.createUser("user", { tierCode: "trial", email: "cy@example.com" });
	await api.as(other).access.requests.create(asking);

	const who = await admin.access.whoMayUse({ modelId: "openai/gpt-4o" });
	expect(who.isEnabled).toBe(true);
	expect(
		who.tiers.map(({ tierCode, allowed, rule, people, maxRequestsPerDay }) => ({
			tierCode,
			allowed,
			rule,
			people,
			maxRequestsPerDay,
		})),
	).toEqual([
		{ tierCode: "trial", allowed: false, rule: "*", people: 2, maxRequestsPerDay: null },
		{ tierCode: "starter", allowed: false, rule: "openai/gpt-4*", people: 0, maxRequestsPerDay: null },
		{ tierCode: "professional", allowed: true, rule: "openai/*", people: 0, maxRequestsPerDay: 500 },
		{ tierCode: "enterprise", allowed: true, rule: "*", people: 1, maxRequestsPerDay: null },
	]);
	expect(who.grants).toMatchObject([
		{ userEmail: "ben@example.com", modelPattern: "openai/*", maxRequests: 3, usedRequests: 0 },
	]);
	expect(who.requests).toMatchObject([{ userEmail: "cy@example.com" }]);
	// The words and the call say the same.
	for (const { tierCode, allowed } of who.tiers) {
		const person = await api.createUser("user", { tierCode });
		const { verdict, reason } = await admin.access.explain({ userId: person.userId, modelId: "openai/gpt-4o" });
		expect([tierCode, verdict === "allowed" || reason === "not_configured"]).toEqual([tierCode, allowed]);
	}
	expect((await admin.access.whoMayUse({ modelId: "openai/off" })).isEnabled).toBe(false);
	expect((await refusalOf(admin.access.whoMayUse({ modelId: "openai/none" }))).code).toBe("NOT_FOUND");
});
