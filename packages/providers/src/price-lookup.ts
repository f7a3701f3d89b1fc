import { tablePrice } from "./price-table.ts";
import { priceTableAsOf, type SeedModel, seedModels } from "./seed.ts";
import type { Price } from "./types.ts";
import type { ProviderType } from "./vocabulary.ts";

export interface PriceQuery {
	provider: ProviderType;
	/** The upstream id that was asked for. */
	model: string;
	/** The id that the answer named: a dated snapshot more often than not. */
	reportedModel?: string | null;
	/** The moment of the call: dated prices differ. */
	at: Date;
}

/** The seed holds a copy of these providers' own listings, which is nearer to the bill than the price table's rows. */
const listingInSeed: ReadonlySet<ProviderType> = new Set(["openrouter", "together"]);

let seedPrices: Map<string, SeedModel> | undefined;

/**
 * The price that the shipped sources have for a call, or null. The model that answered is looked up first, since that is
 * what is billed, then the one that was asked for; a snapshot that no source names is priced by its alias.
 */
export function findPrice(query: PriceQuery): Price | null {
	for (const id of candidateIds(query)) {
		const price = shippedPrice(query.provider, id, query.at);
		if (price) return price;
	}
	return null;
}

function shippedPrice(provider: ProviderType, id: string, at: Date): Price | null {
	seedPrices ??= new Map(seedModels().map((model) => [model.id, model]));
	const fromSeed = seedPrices.get(`${provider}/${id}`)?.price ?? null;
	const fromTable = tablePrice({ provider, model: id, at, asOf: priceTableAsOf });
	return listingInSeed.has(provider) ? (fromSeed ?? fromTable) : (fromTable ?? fromSeed);
}

function candidateIds({ model, reportedModel }: PriceQuery): string[] {
	const asked = plainId(model);
	const reported = reportedModel ? plainId(reportedModel) : asked;
	// A variant such as `:free` is billed apart, and the answer may name only its base model.
	const lostVariant = asked.includes(":") && !reported.includes(":");
	const ids = lostVariant ? [asked] : [reported, asked];
	return [...new Set(ids.flatMap((id) => [id, undatedId(id)]))];
}

/** Google's listing and answers may put `models/` before an id. */
function plainId(id: string): string {
	return id.replace(/^models\//, "");
}

function undatedId(id: string): string {
	return id.replace(/-(?:\d{4}-\d{2}-\d{2}|20\d{6})(?=$|:)/, "");
}
