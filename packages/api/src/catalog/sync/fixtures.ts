import { schema } from "@llm-hub/db";
import { type ProviderType, providerTypes } from "@llm-hub/providers";
import { createSandbox, type Sandbox, type SandboxModel } from "@llm-hub/sandbox";
import type { UserActor } from "../../context.ts";
import type { ApiConfig } from "../../services.ts";
import { type Caller, createTestApi, type TestApi } from "../../test/harness.ts";
import { setCatalog } from "../fixtures.ts";
import { followSync } from "./follow-sync.ts";
import type { StartSyncInput, SyncEvent } from "./schema.ts";

/** The API whose nine providers are one sandbox, and the models that it lists; change them between syncs. */
export interface SyncLab {
	api: TestApi;
	sandbox: Sandbox;
	models: SandboxModel[];
	admin: UserActor;
	as: Caller;
	/** Syncs to the end. */
	sync(input?: StartSyncInput): Promise<SyncEvent[]>;
	[Symbol.asyncDispose](): Promise<void>;
}

export const listedModel = (id: string, changes: Partial<SandboxModel> = {}): SandboxModel => ({
	id,
	displayName: `The ${id}`,
	contextLength: 32_000,
	maxOutputTokens: 4_000,
	capabilities: ["chat", "tools"],
	inputPer1M: "2",
	outputPer1M: "8",
	createdAt: "2026-01-15T00:00:00Z",
	knowledgeCutoff: "2025-06-30",
	...changes,
});

export async function createSyncLab(
	providers: readonly ProviderType[] = providerTypes,
	config: Partial<ApiConfig> = {},
): Promise<SyncLab> {
	const models = [listedModel("alpha"), listedModel("beta"), listedModel("gamma")];
	const sandbox = await createSandbox({ tokensPerSecond: 0, models, pageSize: 2 });
	const environmentProviders = Object.fromEntries(
		providers.map((type) => [type, { apiKey: "sk-test-environment-key", baseUrl: sandbox.baseUrl(type) }]),
	);
	const api = await createTestApi({ environmentProviders, ...config });
	const admin = await api.createUser("admin");
	const as = api.as(admin);
	return {
		api,
		sandbox,
		models,
		admin,
		as,
		sync: async (input) => {
			const { syncId } = await as.catalog.sync.start(input);
			return (await followed(api, syncId)).map(({ event }) => event);
		},
		[Symbol.asyncDispose]: async () => {
			await api.close();
			await sandbox.close();
		},
	};
}

/** Nothing is known but what is listed: alpha, beta and gamma, as they are by themselves. */
export async function startAfresh({ api, models }: SyncLab): Promise<void> {
	const { catalogChanges, catalogSyncs, modelPriceOverrides, settings } = schema;
	for (const table of [catalogChanges, modelPriceOverrides, catalogSyncs, settings]) await api.db.delete(table);
	await setCatalog(api, []);
	models.splice(0, models.length, listedModel("alpha"), listedModel("beta"), listedModel("gamma"));
}

/** What tests do with OpenRouter's list, and what they see of its model alpha. */
export function alphaIn(labOf: () => SyncLab) {
	const modelId = "openrouter/alpha";
	const list = (...models: SandboxModel[]) => labOf().models.splice(0, labOf().models.length, ...models);
	return {
		modelId,
		list,
		/** Lists it at that price, beside the others. */
		alpha: (inputPer1M: string, outputPer1M = "8") =>
			list(listedModel("alpha", { inputPer1M, outputPer1M }), listedModel("beta"), listedModel("gamma")),
		sync: () => labOf().sync({ providers: ["openrouter"] }),
		price: async () => (await labOf().as.catalog.byId({ id: modelId })).inputPer1M,
		pending: () => labOf().as.catalog.changes.list({ state: "pending" }),
		/** Its input rates, the newest first. */
		history: async () => {
			const { prices } = await labOf().as.catalog.priceHistory({ modelId });
			return prices.map(({ price }) => price?.tiers[0]?.rates.input ?? null);
		},
		lastAudit: async () => (await labOf().as.audit.list({ limit: 1 })).events[0],
	};
}

/** Follows a sync to its end, as the subscription does. */
export async function followed(
	{ db, services }: Pick<TestApi, "db" | "services">,
	syncId: string,
	lastEventId?: string,
): Promise<{ id: string; event: SyncEvent }[]> {
	const seen: { id: string; event: SyncEvent }[] = [];
	for await (const event of followSync({ db, services }, { syncId, lastEventId })) seen.push(event);
	return seen;
}

/** The only event of a kind about a provider. */
export function eventOf<Type extends SyncEvent["type"]>(
	events: readonly SyncEvent[],
	type: Type,
	provider?: ProviderType,
): Extract<SyncEvent, { type: Type }> {
	const found = events.filter(
		(event): event is Extract<SyncEvent, { type: Type }> =>
			event.type === type && (provider === undefined || ("provider" in event && event.provider === provider)),
	);
	const [only] = found;
	if (!only || found.length > 1) throw new Error(`${found.length} events are ${type} of ${provider ?? "all"}`);
	return only;
}
