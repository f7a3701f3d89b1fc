import { describe, expect, it } from "vitest";
import { listFrom, modelsOf, secret } from "../test/list-from.ts";
import { jsonRoutes, serve } from "../test/serve.ts";

const today = new Date().toISOString().slice(0, 10);

describe("OpenRouter", () => {
	const entry = {
		id: "acme/large",
		name: "Acme: Large",
		created: 1754587402,
		knowledge_cutoff: "2024-09-30",
		context_length: 400_000,
		architecture: { input_modalities: ["text", "image", "audio"], output_modalities: ["text"] },
		pricing: { prompt: "0.000003", completion: "0.000015", input_cache_read: "0.0000003", image: "0.00516" },
		top_provider: { max_completion_tokens: 128_000 },
		supported_parameters: ["tools", "structured_outputs", "reasoning", "seed"],
		expiration_date: "2027-01-31",
	};

	it("reads every fact, with prices per 1M tokens dated today", async () => {
		expect(await modelsOf("openrouter", { data: [entry] })).toEqual([
			{
				id: "acme/large",
				displayName: "Acme: Large",
				contextLength: 400_000,
				maxOutputTokens: 128_000,
				capabilities: ["chat", "vision", "tools", "json", "reasoning", "audio"],
				price: {
					tiers: [{ aboveInputTokens: 0, rates: { input: "3", output: "15", cachedInput: "0.3" } }],
					source: "provider",
					asOf: today,
				},
				deprecationDate: "2027-01-31",
				createdAt: "2025-08-07T17:23:22.000Z",
				knowledgeCutoff: "2024-09-30",
			},
		]);
	});

	it.each([
		["negative", { prompt: "-1", completion: "-1" }],
		["above 1,000 USD per 1M", { prompt: "0.0011", completion: "0.0011" }],
		["not numbers", { prompt: "soon", completion: "" }],
		["missing", null],
	])("leaves a price unknown that is %s", async (_name, pricing) => {
		const [model] = await modelsOf("openrouter", { data: [{ ...entry, pricing }] });
		expect(model).not.toHaveProperty("price");
	});

	it("says why it refused a price above 1,000 USD per 1M", async () => {
		const [model] = await modelsOf("openrouter", {
			data: [{ ...entry, pricing: { prompt: "0.0011", completion: "0" } }],
		});
		expect(model?.refusedPrice).toMatch(/input price of 1100 USD per 1M tokens is above 1000/);
	});

	it("keeps a free model apart from one without a price", async () => {
		const pricing = { prompt: "0", completion: "0" };
		const [model] = await modelsOf("openrouter", { data: [{ ...entry, pricing }] });
		expect(model?.price?.tiers).toEqual([{ aboveInputTokens: 0, rates: { input: "0", output: "0" } }]);
	});

	it("follows the paging numbers of a link, and never the link", async () => {
		await using other = await serve(jsonRoutes({}));
		const { pages, models, failed, requests } = await listFrom(
			"openrouter",
			jsonRoutes({
				"/v1/models": { data: [entry], links: { next: `${other.baseUrl}/steal?offset=1&limit=1&to=x` } },
				"/v1/models?offset=1&limit=1": { data: [{ ...entry, id: "acme/small" }], links: { next: null } },
			}),
		);
		expect(failed).toBeUndefined();
		expect(pages.map(({ page }) => page)).toEqual([1, 2]);
		expect(models.map(({ id }) => id)).toEqual(["acme/large", "acme/small"]);
		expect(requests.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${secret}`, `Bearer ${secret}`]);
		expect(other.sockets).toHaveLength(0);
	});
});
