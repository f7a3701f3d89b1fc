import {
	capabilities,
	capabilitySynonyms,
	factSources,
	priceStates,
	providerTypes,
} from "@llm-hub/providers/vocabulary";
import { z } from "zod";
import { usability } from "../access/schema.ts";

const providerType = z.enum(providerTypes, { error: `The provider must be one of ${providerTypes.join(", ")}.` });
const catalogId = z.string().min(1).max(300);
const capability = z.enum(capabilities);

/** A capability by our word or by other systems'. */
const capabilityFilter = z
	.string()
	.transform((word) => (Object.hasOwn(capabilitySynonyms, word) ? capabilitySynonyms[word] : word))
	.pipe(
		z.enum(capabilities, {
			error: `The capability must be one of ${[...capabilities, ...Object.keys(capabilitySynonyms)].join(", ")}.`,
		}),
	);

export const modelSorts = ["name", "provider", "price", "contextLength"] as const;

/** USD per 1M input tokens. Models whose price is unknown are neither cheap nor dear: a bound leaves them out. */
const priceBound = z.number().min(0).max(1_000_000);

/** By USD per 1M input tokens of the first tier: each band from its name on, up to the next. */
export const priceBands = ["free", "below_0_5", "from_0_5", "from_3", "from_15", "unknown"] as const;
export type PriceBand = (typeof priceBands)[number];
/** By tokens: each band from its name on, up to the next. */
export const contextBands = ["below_32k", "from_32k", "from_128k", "from_400k", "from_1m", "unknown"] as const;
export type ContextBand = (typeof contextBands)[number];

const modelFilters = {
	/** Words that all stand in the id, the name or an alias, in any order. */
	search: z.string().max(200).optional(),
	/** One endpoint of `custom`. */
	endpoint: z.string().min(1).max(100).optional(),
	/** Any of these. */
	providers: z.array(providerType).max(providerTypes.length).optional(),
	/** All of these. */
	capabilities: z.array(capability).max(capabilities.length).optional(),
	/** Any of these. */
	priceBands: z.array(z.enum(priceBands)).max(priceBands.length).optional(),
	/** Any of these. */
	contextBands: z.array(z.enum(contextBands)).max(contextBands.length).optional(),
	enabled: z.boolean().optional(),
	/** Only what the caller may use now, or only what not. */
	usable: z.boolean().optional(),
	/** Retired models are left out unless asked for. */
	includeRetired: z.boolean().default(false),
	provider: providerType.optional(),
	capability: capabilityFilter.optional(),
	minPrice: priceBound.optional(),
	maxPrice: priceBound.optional(),
	/** Tokens. A model whose context is unknown is left out. */
	minContext: z.number().int().min(0).max(2_000_000_000).optional(),
};

const modelOrder = {
	sort: z.enum(modelSorts).default("name"),
	order: z.enum(["asc", "desc"]).default("asc"),
};

export const modelFiltersInput = z.strictObject(modelFilters).default({ includeRetired: false });
export type ModelFiltersInput = z.infer<typeof modelFiltersInput>;

export const modelIdsInput = z
	.strictObject({ ...modelFilters, ...modelOrder })
	.default({ includeRetired: false, sort: "name", order: "asc" });
export type ModelIdsInput = z.infer<typeof modelIdsInput>;

export const listModelsInput = z
	.strictObject({
		...modelFilters,
		...modelOrder,
		limit: z.number().int().min(1).max(1000).default(100),
		offset: z.number().int().min(0).max(1_000_000).default(0),
	})
	.default({ includeRetired: false, sort: "name", order: "asc", limit: 100, offset: 0 });
export type ListModelsInput = z.infer<typeof listModelsInput>;

const tokens = z.number().int().positive().nullable();
const usdPer1M = z.string().nullable();

/**
 * The same schema for what a listing repeats: thousands of models share a few objects, and each of these is checked once.
 * Nothing is stripped from them, so what the schema does not name is refused.
 */
function checkedOnce<Schema extends z.ZodObject>(schema: Schema) {
	const sound = new WeakSet<object>();
	const strict = schema.strict();
	return z.custom<z.infer<Schema>>((value) => {
		if (typeof value !== "object" || value === null) return false;
		if (sound.has(value)) return true;
		if (!strict.safeParse(value).success) return false;
		sound.add(value);
		return true;
	});
}

export const modelOutput = z.object({
	/** `<provider>/<upstream model>`; custom endpoints: `custom/<slug>/<model>`. */
	id: z.string(),
	providerType,
	/** The provider's name, or the endpoint's. */
	providerName: z.string(),
	endpointSlug: z.string().nullable(),
	upstreamId: z.string(),
	displayName: z.string(),
	contextLength: tokens,
	maxOutputTokens: tokens,
	capabilities: z.array(capability),
	enabled: z.boolean(),
	/** Decimal strings; null is unknown, "0" is free. Of the first tier, where a price has several. */
	inputPer1M: usdPer1M,
	outputPer1M: usdPer1M,
	cachedInputPer1M: usdPer1M,
	priceState: z.enum(priceStates),
	priceSource: z.enum(factSources).nullable(),
	/** ISO date. */
	priceAsOf: z.string().nullable(),
	/** ISO date. */
	deprecationDate: z.string().nullable(),
	retiredAt: z.date().nullable(),
	firstSeenAt: z.date(),
	updatedAt: z.date(),
	/** Whether the caller may use it now, and else why not; null where nobody is signed in. */
	usability: checkedOnce(usability).nullable(),
});
export type ModelOutput = z.infer<typeof modelOutput>;

export const listModelsOutput = z.object({ models: z.array(modelOutput), total: z.number().int() });

export const priceOutput = z.object({
	tiers: z.array(z.object({ aboveInputTokens: z.number().int(), rates: z.record(z.string(), z.string()) })),
	perRequest: z.string().optional(),
	source: z.enum(factSources),
	asOf: z.string(),
});

const facet = <Value extends string>(values: readonly Value[]) =>
	z.array(z.object({ value: z.enum(values as [Value, ...Value[]]), count: z.number().int().nonnegative() }));

/** How many models each choice would leave, under all the other filters; choices that leave none are left out. */
export const facetsOutput = z.object({
	/** What all the filters leave. */
	total: z.number().int().nonnegative(),
	providers: facet(providerTypes),
	capabilities: facet(capabilities),
	priceBands: facet(priceBands),
	contextBands: facet(contextBands),
	status: facet(["enabled", "disabled"]),
	/** Null where nobody is signed in. */
	usable: facet(["usable", "not_usable"]).nullable(),
});
export type FacetsOutput = z.infer<typeof facetsOutput>;

/** The ids of all models that the filters leave, in their order. */
export const modelIdsOutput = z.object({ ids: z.array(z.string()) });

export const factOutput = z.object({ source: z.enum(factSources), origin: z.string().optional(), asOf: z.string() });

/** A model with its evidence: every tier of the price, and where each fact was read and when. */
export const modelDetailOutput = modelOutput.extend({
	price: priceOutput.nullable(),
	/** What the provider calls the model that it recommends instead; its id here where the catalog has it. */
	replacedBy: z.object({ upstreamId: z.string(), modelId: z.string().nullable() }).nullable(),
	/** ISO date since which the provider offers it, by its own listing. */
	releasedOn: z.string().nullable(),
	/** ISO date: what came later the model was not trained on. */
	knowledgeCutoff: z.string().nullable(),
	sources: z.record(z.string(), factOutput.nullable()),
});
export type ModelDetailOutput = z.infer<typeof modelDetailOutput>;

export const modelIdInput = z.strictObject({ id: catalogId });

const count = z.number().int().nonnegative();

/** Retired models are in none of the counts but their own. */
export const catalogStatsOutput = z.object({
	total: count,
	enabled: count,
	disabled: count,
	retired: count,
	byProvider: z.array(z.object({ providerType, total: count, enabled: count })),
	byCapability: z.array(z.object({ capability, total: count })),
	byPriceState: z.object({ priced: count, free: count, unknown: count }),
	/** The newest date that a price is said to hold for. */
	latestPriceAsOf: z.string().nullable(),
	/** When any row last changed. */
	lastChangedAt: z.date().nullable(),
	/** Enabled models whose announced end is at most 30 days away. */
	endingSoon: count,
	/** The catalog that ships with the product, as it was last applied. */
	seed: z.object({ appliedAt: z.date(), models: count }).nullable(),
});
export type CatalogStatsOutput = z.infer<typeof catalogStatsOutput>;

const keyState = {
	keySource: z.enum(["database", "environment", "not_set", "sandbox"]),
	healthStatus: z.enum(["healthy", "unhealthy", "unknown", "unreadable"]),
};

export const catalogProvidersOutput = z.object({
	providers: z.array(
		z.object({
			providerType,
			displayName: z.string(),
			...keyState,
			total: count,
			enabled: count,
			/** Custom only: what its model ids name. */
			endpoints: z.array(z.object({ slug: z.string(), name: z.string(), ...keyState, total: count, enabled: count })),
		}),
	),
	total: count,
});
export type CatalogProvidersOutput = z.infer<typeof catalogProvidersOutput>;

export const modelIds = z
	.array(catalogId)
	.min(1, "Choose at least one model.")
	.max(5000, "At most 5,000 models at once.");
export const setEnabledInput = z.strictObject({
	ids: modelIds,
	enabled: z.boolean(),
});
export type SetEnabledInput = z.infer<typeof setEnabledInput>;
/** How many of the models were not so already, and what takes it back. */
export const setEnabledOutput = z.object({ changed: count, undoId: z.string().nullable() });

/** Of each model that our own runs used in the last days. */
export const seenOutput = z.object({
	days: count,
	models: z.array(
		z.object({ modelId: z.string(), runs: count, successes: count, medianLatencyMs: z.number().int().nullable() }),
	),
});
export type SeenOutput = z.infer<typeof seenOutput>;

export const measuredInput = z.strictObject({
	ids: z.array(catalogId).min(1, "Name at least one model.").max(6, "At most six models at once."),
});
export type MeasuredInput = z.infer<typeof measuredInput>;

/** Of `n` successful runs in which it is known. */
const spread = z.object({ n: count, p50: z.number(), p95: z.number() }).nullable();
/** Our own runs of the last days, in the order asked; null is not measured. */
export const measuredOutput = z.object({
	days: count,
	models: z.array(
		z.object({
			modelId: z.string(),
			runs: count,
			successes: count,
			ttftMs: spread,
			latencyMs: spread,
			tokensPerSecond: spread,
		}),
	),
});
export type MeasuredOutput = z.infer<typeof measuredOutput>;

/** Our own runs of one model, a row a day (UTC) from the first of the window to today, also without a run. */
export const measuredByDayOutput = z.object({
	days: z.array(
		z.object({
			/** ISO date. */
			day: z.string(),
			runs: count,
			successes: count,
			ttftMs: spread,
			latencyMs: spread,
		}),
	),
});
export type MeasuredByDayOutput = z.infer<typeof measuredByDayOutput>;
