import { schema } from "@llm-hub/db";
import { capabilities, type ProviderType, providerInfo, providerTypes } from "@llm-hub/providers";
import { and, count, gt, isNull, lte, max, sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import { listKeys } from "../keys/list-keys.ts";
import type { KeyOutput } from "../keys/schema.ts";
import { bandEdges } from "./lifecycle/bands.ts";
import type { CatalogProvidersOutput, CatalogStatsOutput } from "./schema.ts";
import { readAppliedSeed } from "./seed-catalog.ts";

const { llmModels } = schema;

const inService = isNull(llmModels.retiredAt);
/** The band of the lifecycle radar that is nearest to today. */
const endsSoon = () => {
	const { today, in30Days } = bandEdges();
	const { enabled, deprecationDate } = llmModels;
	return and(inService, enabled, gt(deprecationDate, today), lte(deprecationDate, in30Days));
};

/** What the catalog holds, counted, and how fresh it is. */
export async function summariseCatalog({ db }: Pick<Context, "db">): Promise<CatalogStatsOutput> {
	const groups = await db
		.select({
			providerType: sql<ProviderType>`${llmModels.providerType}`,
			enabled: llmModels.enabled,
			priceState: llmModels.priceState,
			total: count(),
		})
		.from(llmModels)
		.where(inService)
		.groupBy(llmModels.providerType, llmModels.enabled, llmModels.priceState);
	const able = await db
		.select({ capability: sql<string>`unnest(${llmModels.capabilities})`, total: count() })
		.from(llmModels)
		.where(inService)
		.groupBy(sql`1`);
	const [facts] = await db
		.select({
			latestPriceAsOf: max(sql<string | null>`${llmModels.price} ->> 'asOf'`),
			lastChangedAt: max(llmModels.updatedAt),
			retired: count(llmModels.retiredAt),
			endingSoon: sql<number>`count(*) filter (where ${endsSoon()})`.mapWith(Number),
		})
		.from(llmModels);
	const sum = (fits: (group: (typeof groups)[number]) => boolean) =>
		groups.filter(fits).reduce((total, group) => total + group.total, 0);
	return {
		total: sum(() => true),
		enabled: sum((group) => group.enabled),
		disabled: sum((group) => !group.enabled),
		retired: facts?.retired ?? 0,
		byProvider: providerTypes.map((providerType) => ({
			providerType,
			total: sum((group) => group.providerType === providerType),
			enabled: sum((group) => group.providerType === providerType && group.enabled),
		})),
		byCapability: capabilities.map((capability) => ({
			capability,
			total: able.find((row) => row.capability === capability)?.total ?? 0,
		})),
		byPriceState: {
			priced: sum((group) => group.priceState === "priced"),
			free: sum((group) => group.priceState === "free"),
			unknown: sum((group) => group.priceState === "unknown"),
		},
		latestPriceAsOf: facts?.latestPriceAsOf ?? null,
		lastChangedAt: facts?.lastChangedAt ?? null,
		endingSoon: facts?.endingSoon ?? 0,
		seed: await readAppliedSeed(db),
	};
}

/** Each provider's models and whether it has a key: all that somebody who is no admin may know of the keys. */
export async function listCatalogProviders(deps: Pick<Context, "db" | "services">): Promise<CatalogProvidersOutput> {
	const keys = (await listKeys(deps)).providers;
	const groups = await deps.db
		.select({
			providerType: llmModels.providerType,
			slug: llmModels.endpointSlug,
			total: count(),
			enabled: sql<number>`count(*) filter (where ${llmModels.enabled})`.mapWith(Number),
		})
		.from(llmModels)
		.where(inService)
		.groupBy(llmModels.providerType, llmModels.endpointSlug);
	const counts = (providerType: ProviderType, slug?: string) => {
		const fitting = groups.filter(
			(group) => group.providerType === providerType && (slug === undefined || group.slug === slug),
		);
		return {
			total: fitting.reduce((sum, group) => sum + group.total, 0),
			enabled: fitting.reduce((sum, group) => sum + group.enabled, 0),
		};
	};
	const providers = providerTypes.map((providerType) => {
		const own = keys.filter((key) => key.providerType === providerType);
		return {
			providerType,
			displayName: providerInfo[providerType].displayName,
			...stateOf(own.find((key) => key.enabled) ?? own[0]),
			...counts(providerType),
			endpoints: own.flatMap((key) =>
				key.slug === null
					? []
					: [{ slug: key.slug, name: key.name, ...stateOf(key), ...counts(providerType, key.slug) }],
			),
		};
	});
	return { providers, total: providers.length };
}

const stateOf = (key: KeyOutput | undefined) => ({
	keySource: key?.keySource ?? ("not_set" as const),
	healthStatus: key?.healthStatus ?? ("unknown" as const),
});
