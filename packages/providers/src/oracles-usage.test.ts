import { Decimal } from "decimal.js";
import { expect, test } from "vitest";
import { z } from "zod";
import { computeCost } from "./cost.ts";
import { tablePrice } from "./price-table.ts";
import { priceTableAsOf } from "./seed.ts";
import { oracleRows, report, reportMisses } from "./test/oracles.ts";
import type { Usage } from "./types.ts";
import { normaliseUsage } from "./usage.ts";
import type { ProviderType } from "./vocabulary.ts";

const object = z.record(z.string(), z.unknown());
const usageRow = z.object({
	model: z.string().optional(),
	body: z.object({
		file: z.string().optional(),
		usage: object.optional(),
		usageMetadata: object.optional(),
		meta: object.optional(),
	}),
	extracted: z.array(
		z.object({
			usage: z.record(z.string(), z.number()),
			extractors: z.array(
				z.object({
					provider_id: z.string(),
					api_flavor: z.string(),
					input_price: z.string().optional(),
					output_price: z.string().optional(),
				}),
			),
		}),
	),
});
type UsageRow = z.infer<typeof usageRow>;

/** The data set's readings of a body that are readings of one of our dialects. */
const dialects: Readonly<Record<string, ProviderType>> = {
	"openai chat": "openai",
	"openrouter chat": "openrouter",
	"groq default": "groq",
	"mistral default": "mistral",
	"anthropic default": "anthropic",
	"google default": "google",
	"cohere default": "cohere",
	"cohere tokens": "cohere",
};

/** Our counts by the data set's names; its other classes (text, image, video, tools, searches) are not billed apart here. */
const counted: Readonly<Record<string, (usage: Usage) => number | null>> = {
	input_tokens: (usage) => usage.inputTokens,
	output_tokens: (usage) => usage.outputTokens,
	output_reasoning_tokens: (usage) => usage.reasoningTokens,
	cache_read_tokens: (usage) => usage.cachedInputTokens,
	cache_write_tokens: (usage) => usage.cacheWriteTokens + usage.cacheWrite1hTokens,
	cache_write_5m_tokens: (usage) => usage.cacheWriteTokens,
	cache_write_1h_tokens: (usage) => usage.cacheWrite1hTokens,
	input_audio_tokens: (usage) => usage.audioInputTokens,
	cache_audio_read_tokens: (usage) => usage.cachedAudioInputTokens,
	output_audio_tokens: (usage) => usage.audioOutputTokens,
	output_image_tokens: (usage) => usage.imageOutputTokens ?? 0,
};

/** The reading of Cohere by its billed units, which we keep beside the tokens. */
const billedUnits: typeof counted = {
	input_tokens: (usage) => usage.billedInputTokens ?? null,
	output_tokens: (usage) => usage.billedOutputTokens ?? null,
};

const ownRows: UsageRow[] = [
	{
		model: "gpt-4o",
		body: {
			usage: {
				prompt_tokens: 90,
				completion_tokens: 9,
				total_tokens: 99,
				prompt_tokens_details: { cached_tokens: 64 },
			},
		},
		extracted: [
			{
				usage: { input_tokens: 90, cache_read_tokens: 64, output_tokens: 9 },
				extractors: [{ provider_id: "openai", api_flavor: "chat", input_price: "0.000145", output_price: "0.00009" }],
			},
		],
	},
	{
		model: "claude-sonnet-4-6",
		body: {
			usage: { input_tokens: 7, cache_read_input_tokens: 30, cache_creation_input_tokens: 40, output_tokens: 2 },
		},
		extracted: [
			{
				usage: { input_tokens: 77, cache_read_tokens: 30, cache_write_tokens: 40, output_tokens: 2 },
				extractors: [
					{ provider_id: "anthropic", api_flavor: "default", input_price: "0.00018", output_price: "0.00003" },
				],
			},
		],
	},
	{
		body: { usageMetadata: { promptTokenCount: 12, candidatesTokenCount: 3, thoughtsTokenCount: 20 } },
		extracted: [
			{
				usage: { input_tokens: 12, output_tokens: 23, output_reasoning_tokens: 20 },
				extractors: [{ provider_id: "google", api_flavor: "default" }],
			},
		],
	},
];

/** One reading of one body by one of our dialects. */
interface Reading {
	provider: ProviderType;
	name: string;
	model: string | undefined;
	usage: Usage;
	expected: Record<string, number>;
	inputPrice: string | undefined;
	outputPrice: string | undefined;
}

function readingsOf(row: UsageRow): Reading[] {
	const raw = row.body.usage ?? row.body.usageMetadata ?? row.body.meta;
	if (!raw) return [];
	return row.extracted.flatMap(({ usage: expected, extractors }) =>
		extractors.flatMap((extractor): Reading[] => {
			const provider = dialects[`${extractor.provider_id} ${extractor.api_flavor}`];
			if (!provider) return [];
			const name = `${extractor.provider_id} ${extractor.api_flavor}, ${row.model ?? "?"} (${row.body.file ?? "own"})`;
			return [
				{
					provider,
					name,
					model: row.model,
					usage: normaliseUsage(provider, raw),
					expected,
					inputPrice: extractor.input_price,
					outputPrice: extractor.output_price,
				},
			];
		}),
	);
}

test("token classes are those that genai-prices reads from the same usage", () => {
	const rows = [...ownRows, ...oracleRows("genai-prices-usages-dataset.json", usageRow)];
	const readings = rows.flatMap(readingsOf);
	const misses = readings.flatMap(({ name, usage, expected }) => {
		const ours = name.startsWith("cohere default") ? billedUnits : counted;
		const wrong = Object.entries(expected)
			.filter(([key, value]) => ours[key] && ours[key](usage) !== value)
			.map(([key, value]) => `${key} is ${ours[key]?.(usage)}, not ${value}`);
		return wrong.length > 0 ? [`${name}: ${wrong.join("; ")} of ${JSON.stringify(usage.raw)}`] : [];
	});
	const unread = rows.length - new Set(rows.filter((row) => readingsOf(row).length > 0)).size;
	report(`Usage objects: ${rows.length}, of which ${unread} are of dialects we do not speak`);
	reportMisses("Readings with our token classes", readings.length, misses);
	expect(misses).toEqual([]);
});

/** A day on which the prices were in force that the data set was made with. */
const priceDay = new Date("2026-06-01T00:00:00Z");

test("costs are those that genai-prices computes from the same usage", () => {
	const rows = [...ownRows, ...oracleRows("genai-prices-usages-dataset.json", usageRow)];
	const priced = rows.flatMap(readingsOf).filter(({ inputPrice, model }) => inputPrice !== undefined && model);
	const unexplained: string[] = [];
	const misses = priced.flatMap(({ provider, name, usage: { billedUsd: _, ...usage }, model = "", ...reading }) => {
		const price = tablePrice({ provider, model, at: priceDay, asOf: priceTableAsOf });
		const { usd } = computeCost({ provider, usage, price });
		const expected = new Decimal(reading.inputPrice ?? 0).plus(reading.outputPrice ?? 0);
		if (usd !== null && new Decimal(usd).minus(expected).abs().lte("0.000000001")) return [];
		const miss = `${name}: ${usd}, not ${expected}`;
		const reason = reasonOf(model, usage);
		if (!reason) unexplained.push(`${miss} of ${JSON.stringify(usage.raw)}`);
		return [`${miss}; ${reason ?? "unexplained"}`];
	});
	reportMisses("Costs by genai-prices", priced.length, misses);
	expect(unexplained).toEqual([]);
});

/** Where we know better than the data set, and why. */
function reasonOf(model: string, usage: Usage): string | undefined {
	const reasons = [
		/^(?:mistral-(?:large|small)|ministral-8b)-latest$/.test(model) &&
			"Mistral moved this alias to a model with another price",
		countsItsCache.safeParse(usage.raw).success &&
			"its num_cached_tokens are cache reads that the data set does not count",
		model.endsWith(":free") && "no source says 0 for every class, so the price is unknown",
	].filter((reason) => reason !== false);
	return reasons.length > 0 ? reasons.join(", and ") : undefined;
}

const countsItsCache = z.object({ num_cached_tokens: z.int().positive() });
