import { schema } from "@llm-hub/db";
import type { Price } from "@llm-hub/providers";
import { createSandbox, type Sandbox } from "@llm-hub/sandbox";
import type { UserActor } from "../context.ts";
import { createTestApi, type TestApi } from "../test/harness.ts";
import { followRun } from "./follow-run.ts";
import type { StartRunInput } from "./request-schema.ts";
import type { RunEvent } from "./schema.ts";

/** $2 in, $8 out per 1M tokens. */
export const testPrice: Price = {
	tiers: [{ aboveInputTokens: 0, rates: { input: "2", output: "8" } }],
	source: "seed",
	asOf: "2026-01-01",
};

export interface Lab {
	api: TestApi;
	sandbox: Sandbox;
	user: UserActor;
	[Symbol.asyncDispose](): Promise<void>;
}

/** The API with a priced, an unpriced and a disabled OpenAI model whose provider is a sandbox over real HTTP. */
export async function createLab(): Promise<Lab> {
	const sandbox = await createSandbox({ tokensPerSecond: 0 });
	const api = await createTestApi({
		environmentProviders: { openai: { apiKey: "sk-test-environment-key", baseUrl: sandbox.baseUrl("openai") } },
	});
	const model = (upstreamId: string, price: Price | null, enabled = true) => ({
		id: `openai/${upstreamId}`,
		providerType: "openai",
		upstreamId,
		displayName: upstreamId,
		capabilities: ["chat"],
		enabled,
		price,
		priceState: price ? ("priced" as const) : ("unknown" as const),
	});
	await api.db
		.insert(schema.llmModels)
		.values([model("priced", testPrice), model("unpriced", null), model("disabled", testPrice, false)]);
	const user = await api.createUser("user");
	const dispose = async () => {
		await api.close();
		await sandbox.close();
	};
	return { api, sandbox, user, [Symbol.asyncDispose]: dispose };
}

export const ask = (content: string, modelId = "openai/priced"): StartRunInput => ({
	modelId,
	messages: [{ role: "user", content }],
	parameters: { temperature: 0.7, maxTokens: 1000, topP: 1 },
});

/** Follows a run to its end, as the subscription does. */
export async function follow(
	api: TestApi,
	actor: UserActor,
	runId: string,
	lastEventId?: string,
): Promise<{ id: string; event: RunEvent }[]> {
	const seen: { id: string; event: RunEvent }[] = [];
	for await (const event of followRun(userContext(api, actor), { runId, lastEventId })) seen.push(event);
	return seen;
}

export const userContext = (api: TestApi, actor: UserActor) => ({
	db: api.db,
	actor,
	services: api.services,
	requestId: "test",
	address: "127.0.0.1",
	userAgent: null,
	setSessionCookie: () => {},
});

export const textOf = (events: { event: RunEvent }[]): string =>
	events.map(({ event }) => (event.type === "delta" ? event.text : "")).join("");
