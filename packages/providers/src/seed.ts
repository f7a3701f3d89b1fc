import file from "./seed/catalog.gen.json" with { type: "json" };
import type { Price, PriceRates } from "./types.ts";
import type { Capability, FactSource, PriceState, ProviderType } from "./vocabulary.ts";

/** Where a row of the seed was read; `documentation` is written by hand from the vendor's own pages. */
type SeedOrigin = "genai-prices" | "pi-ai" | "documentation";

/** A row of `catalog.gen.json`, as short as it can be: an absent field is unknown. */
export interface SeedRow {
	id: string;
	name: string;
	context?: number;
	output?: number;
	can: Capability[];
	/** `[aboveInputTokens, rates]`, upwards. */
	tiers?: [number, PriceRates][];
	perRequest?: string;
	/** The source said 0 for every class. */
	free?: true;
	/** The day on which the provider stops, or stopped, to serve it. */
	ends?: string;
	deprecated?: true;
	facts: SeedOrigin;
	price?: SeedOrigin;
}

export interface SeedFile {
	origins: Record<SeedOrigin, { version: string; asOf: string }>;
	models: SeedRow[];
}

/** Where and when a field was read. */
export interface SeedSource {
	source: FactSource;
	origin: SeedOrigin;
	/** ISO date. */
	asOf: string;
}

/** A model of the catalog that ships with the product; `null` is unknown. */
export interface SeedModel {
	/** `<provider>/<upstream model>`, e.g. `openrouter/openai/gpt-4o`. */
	id: string;
	provider: ProviderType;
	/** The provider's own id. */
	upstreamId: string;
	displayName: string;
	contextLength: number | null;
	maxOutputTokens: number | null;
	capabilities: Capability[];
	price: Price | null;
	priceState: PriceState;
	/** ISO date on which the provider stops, or stopped, to serve the model. */
	deprecationDate: string | null;
	/** The provider advises against it, or its end is known. */
	deprecated: boolean;
	sources: {
		/** Of name, context, output limit and capabilities. */
		facts: SeedSource;
		price: SeedSource | null;
		deprecationDate: SeedSource | null;
	};
}

const seed = file as unknown as SeedFile;

/** The date of the price table that the seed was built with, which is the installed genai-prices. */
export const priceTableAsOf = seed.origins["genai-prices"].asOf;

let models: SeedModel[] | undefined;

/** The catalog that ships with the product: over a thousand models, no key and no network. Built on first use. */
export function seedModels(): SeedModel[] {
	models ??= seed.models.map(seedModel);
	return models;
}

function seedModel(row: SeedRow): SeedModel {
	const slash = row.id.indexOf("/");
	const price = seedPrice(row);
	return {
		id: row.id,
		provider: row.id.slice(0, slash) as ProviderType,
		upstreamId: row.id.slice(slash + 1),
		displayName: row.name,
		contextLength: row.context ?? null,
		maxOutputTokens: row.output ?? null,
		capabilities: row.can,
		price,
		priceState: row.free ? "free" : price ? "priced" : "unknown",
		deprecationDate: row.ends ?? null,
		deprecated: row.deprecated ?? row.ends !== undefined,
		sources: {
			facts: sourceOf(row.facts),
			price: row.price ? sourceOf(row.price) : null,
			deprecationDate: row.ends ? sourceOf("documentation") : null,
		},
	};
}

function seedPrice(row: SeedRow): Price | null {
	if (!row.price || !row.tiers) return null;
	const { source, asOf } = sourceOf(row.price);
	const tiers = row.tiers.map(([aboveInputTokens, rates]) => ({ aboveInputTokens, rates }));
	return { tiers, ...(row.perRequest && { perRequest: row.perRequest }), source, asOf };
}

function sourceOf(origin: SeedOrigin): SeedSource {
	return {
		source: origin === "genai-prices" ? "genai-prices" : "seed",
		origin,
		asOf: seed.origins[origin].asOf,
	};
}
