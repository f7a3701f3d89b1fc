import { Decimal } from "decimal.js";
import { expect, test } from "vitest";
import { z } from "zod";
import { type SeedModel, seedModels } from "./seed.ts";
import { oracleJson, oracleRows, report, reportMisses } from "./test/oracles.ts";

/** Another table's rates for one of our ids, in USD per 1M tokens. */
interface TheirPrice {
	id: string;
	input: string;
	output: string;
	/** The day of which they say it. */
	asOf: string;
}

const day = "2026-02-10";
const ownPrices: TheirPrice[] = [
	{ id: "openai/gpt-4o-mini", input: "0.15", output: "0.60", asOf: day },
	{ id: "anthropic/claude-haiku-4-5", input: "1", output: "5", asOf: day },
	{ id: "google/gemini-2.5-pro", input: "1.25", output: "10", asOf: day },
	{ id: "mistral/no-such-model", input: "1", output: "1", asOf: day },
];

/** Both rates must be the same; ids that we lack and prices that we do not know are not compared. */
function compare(theirs: readonly TheirPrice[]): { compared: number; misses: string[] } {
	const ours = new Map(seedModels().map((model) => [model.id, model]));
	const misses: string[] = [];
	let compared = 0;
	for (const their of theirs) {
		const { id, input, output } = their;
		const model = ours.get(id);
		const rates = model?.price?.tiers[0]?.rates;
		if (!model || rates?.input === undefined || rates.output === undefined) continue;
		compared += 1;
		const same = new Decimal(rates.input).eq(input) && new Decimal(rates.output).eq(output);
		if (!same)
			misses.push(`${id}: ours ${rates.input}/${rates.output}, theirs ${input}/${output}; ${reasonOf(model, their)}`);
	}
	return { compared, misses };
}

/** What can be told of why two tables differ: always of what source and day they are, and more where the figures say it. */
function reasonOf({ sources, price }: SeedModel, { id, input, output, asOf }: TheirPrice): string {
	const { imageOutput } = price?.tiers[0]?.rates ?? {};
	const reasons = [`ours is ${sources.price?.origin}'s of ${sources.price?.asOf}, theirs of ${asOf}`];
	if (imageOutput !== undefined && new Decimal(imageOutput).eq(output))
		reasons.push("theirs is what images cost, which ours keeps apart");
	if (id.endsWith("-latest")) reasons.push("an alias, whose model its provider changes");
	if (Number(input) === 0 && Number(output) === 0) reasons.push("theirs says it was free");
	else if (Number(output) === 0) reasons.push("what has no output is billed for none");
	return reasons.join("; ");
}

test("prices are compared rate by rate, by id", () => {
	expect(compare(ownPrices)).toEqual({ compared: 3, misses: [] });
	expect(compare([{ id: "openai/gpt-4o-mini", input: "0.15", output: "0.61", asOf: day }]).misses).toEqual([
		expect.stringMatching(
			/^openai\/gpt-4o-mini: ours 0\.15\/0\.6, theirs 0\.15\/0\.61; ours is genai-prices's of \d{4}-\d\d-\d\d, theirs of 2026-02-10$/,
		),
	]);
});

const modelsDev = z.record(
	z.string(),
	z.object({
		models: z.record(z.string(), z.object({ cost: z.object({ input: z.number(), output: z.number() }).optional() })),
	}),
);
const providerAtModelsDev: Readonly<Record<string, string>> = {
	openai: "openai",
	anthropic: "anthropic",
	google: "google",
	groq: "groq",
	mistral: "mistral",
	cohere: "cohere",
	together: "togetherai",
	openrouter: "openrouter",
};
/** Providers that resell many models and change their prices daily: months apart there is little to agree on. */
const listsMany: ReadonlySet<string> = new Set(["openrouter", "together"]);

/** Prices move and sources differ, so the comparison is a report; a mistake of units would still fall below this share. */
const leastAgreement = 0.7;

test("the seed beside models.dev's table of February 2026", () => {
	const agreed: ReturnType<typeof compare>[] = [];
	const table = modelsDev.parse(oracleJson("models.dev-api-2026-02-10.json") ?? {});
	for (const [provider, name] of Object.entries(providerAtModelsDev)) {
		const theirs = Object.entries(table[name]?.models ?? {}).flatMap(([model, { cost }]): TheirPrice[] =>
			cost ? [{ id: `${provider}/${model}`, input: String(cost.input), output: String(cost.output), asOf: day }] : [],
		);
		const { compared, misses } = compare(theirs);
		if (theirs.length > 0)
			report(`models.dev has ${theirs.length} prices of ${provider}, ${compared} of them beside ours`);
		if (compared > 0) reportMisses(`  ${provider} agrees`, compared, misses);
		agreed.push(...(listsMany.has(provider) ? [] : [{ compared, misses }]));
	}
	agreed.push(compare(ownPrices));
	for (const { compared, misses } of agreed) {
		expect(compared - misses.length, misses.join("\n")).toBeGreaterThanOrEqual(compared * leastAgreement);
	}
});

const langfuseRow = z.object({
	modelName: z.string(),
	matchPattern: z.string(),
	updatedAt: z.string(),
	pricingTiers: z.array(z.object({ isDefault: z.boolean(), prices: z.record(z.string(), z.number()) })),
});

test("the seed beside Langfuse's table", () => {
	const rows = oracleRows("langfuse-default-model-prices.json", langfuseRow);
	const direct = seedModels().filter(({ provider }) => ["openai", "anthropic", "google"].includes(provider));
	const theirs = rows.flatMap((row): TheirPrice[] => {
		const { input, output } = row.pricingTiers.find(({ isDefault }) => isDefault)?.prices ?? {};
		if (input === undefined || output === undefined) return [];
		// Their patterns are PCRE with an inline flag, which JavaScript writes beside the pattern.
		const pattern = new RegExp(row.matchPattern.replace("(?i)", ""), "i");
		return direct
			.filter(({ upstreamId }) => pattern.test(upstreamId))
			.map(({ id }) => ({ id, input: per1M(input), output: per1M(output), asOf: row.updatedAt.slice(0, 10) }));
	});
	const { compared, misses } = compare(theirs);
	if (rows.length > 0) reportMisses(`Langfuse has ${rows.length} prices; those beside ours agree`, compared, misses);
	expect(compared - misses.length, misses.join("\n")).toBeGreaterThanOrEqual(compared * leastAgreement);
});

function per1M(perToken: number): string {
	return new Decimal(perToken).times(1_000_000).toSignificantDigits(10).toFixed();
}
