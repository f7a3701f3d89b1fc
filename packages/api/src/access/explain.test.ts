import { schema } from "@llm-hub/db";
import { createHold } from "@llm-hub/sandbox";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { UserActor } from "../context.ts";
import { ask, createLab, follow, type Lab } from "../testing/fixtures.ts";
import { addTier } from "./test/ledger.ts";

const { llmModels, users } = schema;

let lab: Lab;
let admin: UserActor;
beforeAll(async () => {
	lab = await createLab();
	admin = await lab.api.createUser("admin");
	const [model] = await lab.api.db.select().from(llmModels).limit(1);
	await lab.api.db.insert(llmModels).values({ ...model!, id: "mistral/x", providerType: "mistral" });
});
afterAll(() => lab[Symbol.asyncDispose]());

const explain = (user: UserActor, modelId = "openai/priced") =>
	lab.api.as(admin).access.explain({ userId: user.userId, modelId });

it.each([
	["enterprise", "openai/priced", "allowed", "rule", undefined],
	["trial", "openai/priced", "denied", "denied", "FORBIDDEN"],
	["trial", "mistral/x", "denied", "denied", "FORBIDDEN"],
	["gone", "openai/priced", "denied", "no_rule", "FORBIDDEN"],
	["enterprise", "openai/disabled", "denied", "model_disabled", "FORBIDDEN"],
	["trial", "openai/disabled", "denied", "model_disabled", "FORBIDDEN"],
	["enterprise", "openai/unheard-of", "denied", "model_unknown", "NOT_FOUND"],
	["enterprise", "mistral/x", "denied", "not_configured", "SERVICE_UNAVAILABLE"],
	["enterprise", "custom/none", "denied", "not_configured", "SERVICE_UNAVAILABLE"],
])("says of tier %s and %s what a call is told: %s, %s", async (tierCode, modelId, verdict, reason, code) => {
	const user = await lab.api.createUser("user", { tierCode });
	const trace = await explain(user, modelId);
	expect(trace).toMatchObject({ verdict, reason, tierCode, userId: user.userId });
	expect(await lab.api.as(user).access.explainOwn({ modelId })).toEqual(trace);
	const call = lab.api.as(user).testing.start(ask("Hi", modelId));
	if (!code) {
		await follow(lab.api, user, (await call).runId);
		return;
	}
	await expect(call).rejects.toMatchObject({ code });
	expect(trace.message.length).toBeGreaterThan(10);
	if (code === "FORBIDDEN") {
		const error = await call.catch((refused: { cause: { details: Record<string, unknown> } }) => refused.cause.details);
		if (reason !== "model_disabled") {
			// The refusal is the same trace, but for the quotas, which nobody had come to.
			expect(error).toMatchObject({ trace: { ...trace, quotas: [] } });
		}
	}
});

it("says which quota is used up, until when, and which tier has more", async () => {
	const tierCode = await addTier(lab.api, "two", { testsPerMonth: 2 });
	const user = await lab.api.createUser("user", { tierCode });
	await follow(lab.api, user, (await lab.api.as(user).testing.start(ask("one"))).runId);
	expect(await explain(user)).toMatchObject({ verdict: "allowed", quotas: [{ limit: 2, used: 1, remaining: 1 }, {}] });
	lab.sandbox.script({ text: "later", hold: createHold() });
	const { runId } = await lab.api.as(user).testing.start(ask("two"));
	const trace = await explain(user);
	expect(trace).toMatchObject({
		verdict: "limited",
		reason: "limit",
		quotas: [{ name: "tests_per_month", limit: 2, used: 2, remaining: 0 }, {}],
		changes: [{ kind: "wait" }, { kind: "tier", tierCode: "professional" }],
	});
	expect(trace.changes[0]?.until).toEqual(trace.quotas[0]?.resetsAt);
	const error = await lab.api
		.as(user)
		.testing.start(ask("three"))
		.catch((refused: { cause: unknown }) => refused.cause);
	expect(error).toMatchObject({ code: "TOO_MANY_REQUESTS", details: { trace } });
	expect(await lab.api.as(admin).access.ledger.holds()).toMatchObject([{ runId, userEmail: user.email }]);
	await lab.api.as(user).testing.cancel({ runId });
	await follow(lab.api, user, runId);
	expect(await lab.api.as(admin).access.ledger.holds()).toEqual([]);
	expect((await lab.api.as(user).access.mine()).quotas).toMatchObject([
		{ name: "tests_per_month", limit: 2, used: 2 },
		{ name: "requests_per_day", used: 2 },
	]);
	expect(await lab.api.as(admin).access.ledger.reconcile()).toMatchObject({ isEven: true });
});

it("says what keeps a person from spending at all", async () => {
	const viewer = await lab.api.createUser("viewer");
	expect(await explain(viewer)).toMatchObject({ verdict: "denied", reason: "role", changes: [{ kind: "role" }] });
	const gone = await lab.api.createUser("user");
	await lab.api.db.update(users).set({ disabledAt: new Date() }).where(eq(users.id, gone.userId));
	expect(await explain(gone)).toMatchObject({ verdict: "denied", reason: "user_disabled" });
	// Disabled after the call came in: the call is refused as well.
	await expect(lab.api.as(gone).testing.start(ask("Hi"))).rejects.toMatchObject({ code: "FORBIDDEN" });
	await expect(explain({ ...gone, userId: "nobody" })).rejects.toMatchObject({ code: "NOT_FOUND" });
});
