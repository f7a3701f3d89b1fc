import { type Db, schema } from "@llm-hub/db";

const { settings, tierModelRules, tiers } = schema;

const seedKey = "access.seed";

type Rule = Omit<typeof tierModelRules.$inferInsert, "tierCode">;

const allow = (modelPattern: string, maxRequestsPerDay: number | null, priority = 10): Rule => ({
	modelPattern,
	allowed: true,
	maxRequestsPerDay,
	priority,
});
const deny = (modelPattern: string, priority = 20): Rule => ({ modelPattern, allowed: false, priority });
const denyTheRest = deny("*", 0);

/** What everybody may have for little money: open models, and what the company serves itself. */
const open = (perDay: number): Rule[] => ["openrouter/*:free", "groq/*", "custom/*"].map((p) => allow(p, perDay));

/**
 * The tiers and rules that a new installation begins with. The Sandbox gets no rule of its own: it is a custom
 * endpoint, so `professional` denies it with the others until an admin adds `custom/sandbox/*`.
 */
const seed: { code: string; name: string; testsPerMonth: number | null; rules: Rule[] }[] = [
	{ code: "trial", name: "Trial", testsPerMonth: 100, rules: [...open(100), denyTheRest] },
	{
		code: "starter",
		name: "Starter",
		testsPerMonth: 1_000,
		rules: [
			...open(200),
			allow("together/*", 100),
			allow("cohere/*", 50),
			allow("openrouter/*", 50),
			deny("openrouter/openai/gpt-4*"),
			deny("openrouter/anthropic/claude*"),
			deny("openai/gpt-4*"),
			deny("anthropic/claude*"),
			denyTheRest,
		],
	},
	{
		code: "professional",
		name: "Professional",
		testsPerMonth: 10_000,
		rules: [
			allow("openai/*", 500),
			allow("anthropic/*", 500),
			allow("google/*", 500),
			deny("custom/*"),
			allow("*", 100, 0),
		],
	},
	{ code: "enterprise", name: "Enterprise", testsPerMonth: null, rules: [allow("*", null, 0)] },
];

/** Writes the tiers and rules of a new installation, once in its life: what an admin changed or removed stays so. */
export async function seedAccess(db: Db): Promise<void> {
	await db.transaction(async (tx) => {
		const first = await tx
			.insert(settings)
			.values({ key: seedKey, value: { version: 1 } })
			.onConflictDoNothing()
			.returning({ key: settings.key });
		if (first.length === 0) return;
		const tierRows = seed.map(({ rules: _, ...tier }, index) => ({ ...tier, position: index + 1 }));
		await tx.insert(tiers).values(tierRows).onConflictDoNothing();
		const ruleRows = seed.flatMap(({ code, rules }) => rules.map((rule) => ({ tierCode: code, ...rule })));
		await tx.insert(tierModelRules).values(ruleRows).onConflictDoNothing();
	});
}
