import { z } from "zod";

/** What an API token may be for. A token never reaches further than its user. */
export const scopes = ["catalog:read", "lab:run", "gateway:run", "usage:read", "admin"] as const;
export const scope = z.enum(scopes);
export type Scope = (typeof scopes)[number];

const shortText = (max: number) =>
	z
		.string()
		.trim()
		.min(1)
		.max(max)
		.regex(/^\P{Cc}*$/u, "No control characters here.");
export const tierCode = z
	.string()
	.regex(/^[a-z][a-z0-9_-]{0,39}$/, "A tier's code is lower case letters, digits, - and _, at most 40 of them.");

/** A glob over model ids: `*` is any text, slashes included. */
export const modelPattern = z
	.string()
	.min(1, "Write a pattern, such as openai/*.")
	.max(300)
	.regex(/^\S+$/, "A pattern has no white space.");

const decimal = z.string().regex(/^\d+(\.\d+)?$/);
const limit = z.number().int().min(0).max(1_000_000_000);
/** USD as a decimal; null is unlimited. */
export const budgetUsd = z
	.string()
	.regex(/^\d{1,9}(\.\d{1,6})?$/, "Write an amount in USD with at most six decimals, such as 250 or 12.50.")
	.nullable();

export const rule = z.strictObject({
	tierCode,
	modelPattern,
	allowed: z.boolean(),
	/** Runs a user may make in a day (UTC) under this rule; null is unlimited. */
	maxRequestsPerDay: limit.nullable().default(null),
	/** Tokens of the prompt and of the longest allowed answer together; null is what the model takes. */
	maxContextLength: limit.nullable().default(null),
	/** The highest wins, then the longer pattern. */
	priority: z.number().int().min(-1_000_000).max(1_000_000).default(0),
});
export type Rule = z.infer<typeof rule>;

export const tier = z.strictObject({
	code: tierCode,
	name: shortText(100),
	/** Runs a user may make in a month (UTC); null is unlimited. */
	testsPerMonth: limit.nullable(),
	/** What all users of the tier together may spend in a month (UTC), in USD; null is unlimited. */
	budgetUsd: budgetUsd.default(null),
});
export type Tier = z.infer<typeof tier>;

export const quotaNames = [
	"requests_per_day",
	"tests_per_month",
	"grant_requests",
	"token_budget",
	"user_budget",
	"tier_budget",
] as const;

const quotaFields = {
	name: z.enum(quotaNames),
	/** When the count begins anew (UTC); null when it does not. */
	resetsAt: z.date().nullable(),
	/** What the count belongs to, in words. */
	label: z.string(),
};

/** A limit with what is used of it: the very numbers that the next call is checked against. */
export const quota = z.discriminatedUnion("unit", [
	z.object({
		...quotaFields,
		unit: z.literal("requests"),
		/** Null is unlimited. */
		limit: z.number().int().nullable(),
		used: z.number().int(),
		remaining: z.number().int().nullable(),
	}),
	z.object({
		...quotaFields,
		unit: z.literal("usd"),
		limit: decimal.nullable(),
		/** Spent and held together. */
		used: decimal,
		held: decimal,
		remaining: decimal.nullable(),
		/** Calls of unknown cost, which are not in `used`. */
		unpriced: z.number().int(),
	}),
]);
export type Quota = z.infer<typeof quota>;

export const denialReasons = [
	"denied",
	"no_rule",
	"context_length",
	"role",
	"user_disabled",
	"model_unknown",
	"model_disabled",
	"not_configured",
] as const;

/** What would turn a refusal around, the nearest first. */
export const change = z.object({
	kind: z.enum(["tier", "ask", "wait", "budget", "role", "user", "model", "key", "shorter"]),
	text: z.string(),
	tierCode: z.string().optional(),
	until: z.date().optional(),
});
export type Change = z.infer<typeof change>;

export const grantView = z.object({
	id: z.string(),
	modelPattern: z.string(),
	maxRequests: z.number().int().nullable(),
	expiresAt: z.date(),
});

/** Why a call would be, or was, let through or not: the same from `explain`, in a 403 and in a 429. */
export const accessTrace = z.object({
	userId: z.string(),
	modelId: z.string(),
	role: z.enum(["admin", "power_user", "user", "viewer"]),
	tierCode: z.string(),
	/** `limited`: allowed, and nothing left of a quota. */
	verdict: z.enum(["allowed", "denied", "limited"]),
	reason: z.enum(["rule", "grant", "limit", ...denialReasons]),
	/** The verdict in a sentence. */
	message: z.string(),
	/** The deciding rule; under a grant, the one that denies without it. */
	rule: rule.nullable(),
	grant: grantView.nullable(),
	/** The smallest tier that would allow the model, where the user's does not. */
	tierRequired: z.string().nullable(),
	quotas: z.array(quota),
	changes: z.array(change),
});
export type AccessTrace = z.infer<typeof accessTrace>;

/** Where runs, ledger and counters differ; the lists are cut at 100. */
export const reconciliation = z.object({
	isEven: z.boolean(),
	/** Ledger entries that were compared. */
	entries: z.number().int(),
	differences: z.number().int(),
	/** What of a run does not fit, and what each side says. */
	runs: z.array(
		z.object({ runId: z.string(), problem: z.string(), run: z.string().nullable(), ledger: z.string().nullable() }),
	),
	/** Requests, USD spent, USD held and calls of unknown cost: as counted, and as the entries add up. */
	counters: z.array(
		z.object({
			scope: z.string(),
			subject: z.string(),
			rule: z.string(),
			period: z.string(),
			counter: z.string(),
			entries: z.string(),
		}),
	),
});
export type Reconciliation = z.infer<typeof reconciliation>;

/** Whether the caller may use a model at this moment, for listings and pickers; `explainOwn` says it in words. */
export const usability = z.object({
	usable: z.boolean(),
	reason: z.enum([...accessTrace.shape.reason.options, "signed_out", "scope"]),
	/** The pattern of the rule or grant that decides; null where none does. */
	rule: z.string().nullable(),
	/** The smallest tier that would allow it, where the caller's does not. */
	tierRequired: z.string().nullable(),
	/** With the reason `limit`: which quota is used up, and until when. */
	limit: z.object({ name: z.enum(quotaNames), resetsAt: z.date().nullable() }).optional(),
	/** Runs a day, and tokens of prompt and answer together, where the rule bounds them. */
	maxRequestsPerDay: z.number().int().optional(),
	maxContextLength: z.number().int().optional(),
});
export type Usability = z.infer<typeof usability>;

const modelId = z.string().min(3).max(300);
export const explainInput = z.strictObject({ userId: z.string().min(1).max(64), modelId });
export const explainOwnInput = z.strictObject({ modelId });

export const myAccessOutput = z.object({
	role: accessTrace.shape.role,
	tierCode: z.string(),
	tierName: z.string(),
	/** The month's, today's of the rules that were used, and the open grants'. */
	quotas: z.array(quota),
	grants: z.array(grantView),
});
export type MyAccess = z.infer<typeof myAccessOutput>;

/** What a run under way holds. */
export const hold = z.object({
	runId: z.string(),
	userId: z.string(),
	userEmail: z.string(),
	tierCode: z.string(),
	tokenId: z.string().nullable(),
	modelId: z.string(),
	rulePattern: z.string().nullable(),
	grantId: z.string().nullable(),
	/** Null where no budget asked for an estimate, or no price is known. */
	estimateUsd: decimal.nullable(),
	reservedAt: z.date(),
	/** Given back from then on, unless its run is under way. */
	expiresAt: z.date(),
});
export type Hold = z.infer<typeof hold>;

export const whoMayUseInput = z.strictObject({ modelId });
export type WhoMayUseInput = z.infer<typeof whoMayUseInput>;

/** Who may use a model: by tier from the smallest to the largest, by open grant, and who waits for an answer. */
export const whoMayUseOutput = z.object({
	modelId: z.string(),
	/** Nobody may use one that is disabled or retired, whatever the rules say. */
	isEnabled: z.boolean(),
	tiers: z.array(
		z.object({
			tierCode: z.string(),
			name: z.string(),
			allowed: z.boolean(),
			/** The pattern of the rule that decides; null where none names it, which denies it. */
			rule: z.string().nullable(),
			/** Enabled users of the tier who may spend. */
			people: z.number().int(),
			maxRequestsPerDay: z.number().int().nullable(),
			maxContextLength: z.number().int().nullable(),
			testsPerMonth: z.number().int().nullable(),
		}),
	),
	grants: z.array(grantView.extend({ userId: z.string(), userEmail: z.string(), usedRequests: z.number().int() })),
	requests: z.array(z.object({ id: z.string(), userEmail: z.string(), createdAt: z.date() })),
});
export type WhoMayUseOutput = z.infer<typeof whoMayUseOutput>;
