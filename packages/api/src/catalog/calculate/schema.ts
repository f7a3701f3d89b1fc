import { z } from "zod";

/** Models in one calculation. */
export const mostCalculated = 50;

const modelId = z.string().min(1).max(300);
const count = z.number().int().nonnegative();
const usd = z.string().nullable();
const whole = (least: number, most: number, what: string) =>
	z
		.number()
		.int(`${what} must be a whole number.`)
		.min(least, `${what} must be ${least.toLocaleString("en-US")} or more.`)
		.max(most, `${what} must be ${most.toLocaleString("en-US")} or less.`);

/** Traffic as somebody expects it. */
export const givenTraffic = z.strictObject({
	kind: z.literal("given"),
	messagesPerDay: whole(1, 1_000_000, "Messages a day"),
	daysPerMonth: whole(1, 31, "Days a month"),
	/** Tokens of one message, all of what is sent with it counted. */
	inputTokens: whole(1, 2_000_000, "Input tokens"),
	outputTokens: whole(1, 1_000_000, "Output tokens"),
	/** How much smaller and larger than that messages are, percent. */
	spreadPercent: whole(0, 90, "The spread").default(25),
	/** The part of the input that is read from a cache, percent. */
	cachedPercent: whole(0, 100, "The cached share").default(0),
});
export type GivenTraffic = z.infer<typeof givenTraffic>;

/** Runs of the last 30 days: the caller's own, or for admins everybody's. */
export const recordedTraffic = z.strictObject({ kind: z.literal("runs"), scope: z.enum(["own", "company"]) });

export const calculateInput = z.strictObject({
	/** Ids or aliases; without any, the cheapest that the caller may use. */
	models: z.array(modelId).max(mostCalculated, `At most ${mostCalculated} models at once.`).default([]),
	traffic: z.discriminatedUnion("kind", [givenTraffic, recordedTraffic]),
	/** The model that is used now; without it, the one that the caller's runs used most. */
	baseline: modelId.optional(),
});
export type CalculateInput = z.infer<typeof calculateInput>;

/** What keeps a figure from being the whole truth. */
export const forecastNotes = [
	/** It thinks before it answers, and those tokens are billed as well. */
	"reasoning",
	/** Small and large messages fall into different tiers of its price. */
	"tiers",
	/** Its price has no cached rate: cached input counts as input. */
	"no_cache_price",
	/** The largest messages do not fit into its context. */
	"too_long",
	/** It does not write so long an answer. */
	"answer_too_long",
	"disabled",
	"retired",
] as const;
export type ForecastNote = (typeof forecastNotes)[number];

const forecast = z.object({
	/** As it was asked for; the id where it was not. */
	asked: z.string(),
	/** Null is neither a model nor an alias. */
	modelId: z.string().nullable(),
	displayName: z.string(),
	providerName: z.string().nullable(),
	state: z.enum(["estimated", "free", "unpriced", "missing"]),
	/** For all the messages; null is unknown. */
	lowUsd: usd,
	typicalUsd: usd,
	highUsd: usd,
	/** `typicalUsd` of one message. */
	eachUsd: usd,
	/** `typicalUsd` less the baseline's: below zero saves. */
	differenceUsd: usd,
	/** The terms of `typicalUsd`, for a person. */
	explanation: z.array(z.string()),
	notes: z.array(z.enum(forecastNotes)),
});
export type Forecast = z.infer<typeof forecast>;

const messageSize = z.object({ inputTokens: count, cachedInputTokens: count, outputTokens: count });

export const calculateOutput = z.object({
	/** How many messages the figures are for. */
	messages: count,
	/** One message. */
	low: messageSize,
	typical: messageSize,
	high: messageSize,
	/** What the recorded runs were; null for given traffic. */
	recorded: z
		.object({
			days: count,
			runs: count,
			/** Runs left out, because nobody knows their tokens. */
			uncounted: count,
			/** What they did cost, as far as it is known, and how many are not. */
			costUsd: z.string(),
			unpriced: count,
		})
		.nullable(),
	/** Its place in `models` is beside the point: it may not be among them. */
	baseline: z.object({ how: z.enum(["chosen", "most_used"]), runs: count.nullable(), forecast }).nullable(),
	/** The cheapest first; what is unknown at the end. */
	models: z.array(forecast),
	/** Usable models beyond those shown: dearer ones, and ones whose price is unknown. Null where models were named. */
	beyond: z.object({ dearer: count, unpriced: count }).nullable(),
});
export type CalculateOutput = z.infer<typeof calculateOutput>;
