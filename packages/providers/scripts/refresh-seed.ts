/**
 * Writes `src/seed/catalog.gen.json` from genai-prices (installed), pi-ai (fetched with npm for this run only) and the
 * tables in `documented.ts`. Run it with `npm run refresh-seed -w @llm-hub/providers` after updating genai-prices.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { decimalOf, tablePrice } from "../src/price-table.ts";
import type { SeedFile, SeedRow } from "../src/seed.ts";
import type { Price, PriceRates } from "../src/types.ts";
import { type Capability, type ProviderType, providerTypes } from "../src/vocabulary.ts";
import { displayName } from "./display-name.ts";
import { answersJson, cohereModels, contexts, documentedAsOf, documentedCapabilities, ends } from "./documented.ts";
import { fetchPiFacts, type PiModel, type PiRates } from "./pi-facts.ts";
import { pricedIds } from "./price-ids.ts";

const target = new URL("../src/seed/catalog.gen.json", import.meta.url);
const named = providerTypes.filter((provider) => provider !== "custom");
/** pi-ai copies these providers' own listings, which change daily; the price table's rows for them are older. */
const listingFirst: ReadonlySet<ProviderType> = new Set(["openrouter", "together"]);

const table = readTableVersion();
const pi = fetchPiFacts(named.filter((provider) => provider !== "cohere"));

const rows = named.flatMap((provider) => {
	const facts = pi.models.get(provider) ?? new Map<string, PiModel>();
	const listed = [...facts.keys()].filter(
		(id) => !id.endsWith(":batch") && !(provider === "openrouter" && id === "auto"),
	);
	const byId = new Map(pricedIds(provider).map((priced) => [priced.id, priced]));
	const documented = provider === "cohere" ? cohereModels.map(({ id }) => id) : [];
	const ids = [...new Set([...byId.keys(), ...listed, ...documented])].sort();
	return ids.map((id): SeedRow => {
		const listedFact = facts.get(id);
		const fact = listedFact ?? facts.get(undated(id));
		const written = provider === "cohere" ? cohereModels.find((model) => model.id === id) : undefined;
		const key = `${provider}/${id}`;
		const context = contexts[key] ?? fact?.contextWindow ?? written?.context ?? byId.get(id)?.contextWindow;
		const output = fact?.maxTokens ?? written?.output;
		return {
			id: key,
			name: listedFact?.name ?? written?.name ?? displayName(id, byId.get(id)?.name),
			...(context && { context }),
			...(output && { output }),
			can: fact ? factCapabilities(provider, fact) : (written?.can ?? documentedCapabilities(provider, id)),
			...priceFields(provider, id, listedFact),
			...(ends[key] && { ends: ends[key] }),
			...(byId.get(id)?.deprecated && { deprecated: true as const }),
			facts: fact ? "pi-ai" : written ? "documentation" : "genai-prices",
		};
	});
});

const file: SeedFile = {
	origins: {
		"genai-prices": table,
		"pi-ai": { version: pi.version, asOf: pi.asOf },
		documentation: { version: "by hand", asOf: documentedAsOf },
	},
	models: rows,
};
const lines = rows.map((row) => JSON.stringify(row)).join(",\n");
writeFileSync(target, `{"origins":${JSON.stringify(file.origins)},\n"models":[\n${lines}\n]}\n`);
for (const provider of named) {
	const mine = rows.filter((row) => row.id.startsWith(`${provider}/`));
	const priced = mine.filter((row) => row.tiers).length;
	console.log(`${provider}: ${mine.length} models, ${priced} with a price`);
}
console.log(`${rows.length} models in all`);

function factCapabilities(provider: ProviderType, fact: PiModel): Capability[] {
	const byName = documentedCapabilities(provider, fact.id);
	const found: [Capability, boolean][] = [
		["chat", true],
		["vision", fact.input.includes("image")],
		["tools", true],
		["json", answersJson(provider, fact.id)],
		["reasoning", fact.reasoning],
		["audio", byName.includes("audio")],
		["image", byName.includes("image")],
	];
	return found.filter(([, has]) => has).map(([capability]) => capability);
}

function priceFields(provider: ProviderType, id: string, fact: PiModel | undefined): Partial<SeedRow> {
	const fromTable = tablePrice({ provider, model: id, at: new Date(), asOf: table.asOf });
	const listed = fact && listedTiers(provider, fact);
	if (listed && (listingFirst.has(provider) || !fromTable)) {
		const tiers =
			fromTable && fromTable.tiers.length > 1 && agree(fromTable, listed[0][1]) ? tiersOf(fromTable) : listed;
		return { tiers: fill(tiers, listed), price: "pi-ai", ...(isFree(listed) && { free: true as const }) };
	}
	if (!fromTable) return {};
	const tiers = listed && agree(fromTable, listed[0][1]) ? fill(tiersOf(fromTable), listed) : tiersOf(fromTable);
	return { tiers, price: "genai-prices", ...(fromTable.perRequest && { perRequest: fromTable.perRequest }) };
}

/** A snapshot's alias, which has the snapshot's limits and capabilities. */
function undated(id: string): string {
	return id.replace(/-(?:\d{8}|\d{4}-\d{2}-\d{2})$/, "");
}

type Tiers = [[number, PriceRates], ...[number, PriceRates][]];

/**
 * pi-ai's rates as tiers, or nothing when they are unknown: a negative rate is a router's, and a zero counts as free
 * only where the listing itself calls the model free, since pi-ai also writes 0 for a price it does not know.
 */
function listedTiers(provider: ProviderType, fact: PiModel): Tiers | undefined {
	const { cost } = fact;
	const values = [cost.input, cost.output, cost.cacheRead, cost.cacheWrite];
	if (values.some((rate) => rate < 0)) return undefined;
	if (cost.input === 0 && cost.output === 0) {
		const calledFree = provider === "openrouter" && (fact.id.endsWith(":free") || fact.id === "openrouter/free");
		return calledFree && values.every((rate) => rate === 0) ? [[0, { input: "0", output: "0" }]] : undefined;
	}
	return [
		[0, ratesOf(cost)],
		...(cost.tiers ?? []).map((tier): [number, PriceRates] => [tier.inputTokensAbove, ratesOf(tier)]),
	];
}

/** A cache rate of 0 is pi-ai's word for none. */
function ratesOf(cost: PiRates): PriceRates {
	return {
		input: decimalOf(cost.input),
		...(cost.cacheRead > 0 && { cachedInput: decimalOf(cost.cacheRead) }),
		...(cost.cacheWrite > 0 && { cacheWrite: decimalOf(cost.cacheWrite) }),
		output: decimalOf(cost.output),
	};
}

function tiersOf(price: Price): Tiers {
	return price.tiers.map(({ aboveInputTokens, rates }): [number, PriceRates] => [aboveInputTokens, rates]) as Tiers;
}

function agree(price: Price, rates: PriceRates): boolean {
	return price.tiers[0]?.rates.input === rates.input && price.tiers[0]?.rates.output === rates.output;
}

/** Adds a class that only the other source has, to a price with a single tier. */
function fill(tiers: Tiers, other: Tiers): Tiers {
	return tiers.length === 1 && other.length === 1 ? [[0, { ...other[0][1], ...tiers[0][1] }]] : tiers;
}

function isFree(tiers: Tiers): boolean {
	return tiers.every(([, rates]) => Object.values(rates).every((rate) => Number(rate) === 0));
}

function readTableVersion(): { version: string; asOf: string } {
	const manifest = new URL("../package.json", import.meta.resolve("@pydantic/genai-prices"));
	const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
	const published = execFileSync("npm", ["view", "--silent", "@pydantic/genai-prices", "time", "--json"], {
		encoding: "utf8",
	});
	const day = (JSON.parse(published) as Record<string, string>)[version];
	if (!day) throw new Error(`npm does not know when genai-prices ${version} was published`);
	return { version, asOf: day.slice(0, 10) };
}
