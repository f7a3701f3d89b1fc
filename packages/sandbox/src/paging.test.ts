import { describe, expect, it } from "vitest";
import { createSandbox, defaultModels, type ProviderName, type Sandbox } from "./index.ts";
import { listPath, readers } from "./test/wire-readers.ts";

/** The query of the page after a given one, or null after the last. */
const nextQuery: Partial<Record<ProviderName, (page: string) => string | null>> = {
	anthropic: (page) => {
		const { has_more, last_id } = JSON.parse(page);
		return has_more ? `after_id=${last_id}` : null;
	},
	google: (page) => {
		const token = JSON.parse(page).nextPageToken;
		return token ? `pageToken=${token}` : null;
	},
	cohere: (page) => {
		const token = JSON.parse(page).next_page_token;
		return token ? `page_token=${token}` : null;
	},
	openrouter: (page) => JSON.parse(page).links?.next?.split("?")[1] ?? null,
};

async function pages(sandbox: Sandbox, provider: ProviderName): Promise<string[][]> {
	const { header, value } = readers[provider].auth("sk-test-0123456789");
	const found: string[][] = [];
	let query: string | null = "";
	while (query !== null) {
		const response: Response = await fetch(`${sandbox.url}${listPath(sandbox, provider)}?${query}`, {
			headers: { [header]: value },
		});
		const page: string = await response.text();
		found.push(readers[provider].ids(page));
		query = nextQuery[provider]?.(page) ?? null;
	}
	return found;
}

const models = Array.from({ length: 7 }, (_, i) => ({ ...defaultModels[0]!, id: `model-${i}` }));

describe("model lists", () => {
	it.each(["anthropic", "google", "cohere", "openrouter"] as const)("page at %s", async (provider) => {
		await using sandbox = await createSandbox({ models, pageSize: 3 });
		expect(await pages(sandbox, provider)).toEqual([
			["model-0", "model-1", "model-2"],
			["model-3", "model-4", "model-5"],
			["model-6"],
		]);
	});

	it.each(["openai", "groq", "together", "mistral", "custom"] as const)("come whole at %s", async (provider) => {
		await using sandbox = await createSandbox({ models, pageSize: 3 });
		expect(await pages(sandbox, provider)).toEqual([models.map((model) => model.id)]);
	});

	it("say what each wire can say about a model", async () => {
		await using sandbox = await createSandbox();
		const get = async (path: string, provider: ProviderName) => {
			const { header, value } = readers[provider].auth("sk-test-0123456789");
			return (await fetch(`${sandbox.url}${path}`, { headers: { [header]: value } })).json();
		};
		expect(await get("/together/v1/models", "together")).toMatchObject([
			{ id: "sandbox-writer", context_length: 32_768, pricing: { input: 0.5, output: 1.5 } },
			{},
			{},
			{},
		]);
		expect(await get("/openrouter/api/v1/models", "openrouter")).toMatchObject({
			data: [{ pricing: { prompt: "0.0000005", completion: "0.0000015" } }, {}, {}, {}],
		});
		expect(await get("/google/v1beta/models/sandbox-reasoner", "google")).toMatchObject({
			name: "models/sandbox-reasoner",
			thinking: true,
		});
		expect(await get("/cohere/v1/models/sandbox-coder", "cohere")).toMatchObject({ endpoints: ["chat"] });
		expect(await get("/mistral/v1/models/sandbox-writer", "mistral")).toMatchObject({
			capabilities: { completion_chat: true, vision: true },
		});
	});
});
