import { randomUUID } from "node:crypto";
import { schema } from "@llm-hub/db";
import type { ChatRequest } from "@llm-hub/providers";
import { findModel } from "../catalog/find-model.ts";
import type { UserContext } from "../context.ts";
import { ForbiddenError, NotFoundError, UnavailableError } from "../errors.ts";
import { resolveTarget } from "../keys/resolve-target.ts";
import type { StartRunInput } from "./schema.ts";
import { storableJson } from "./storable.ts";

/**
 * Starts one paid call: its row is committed with the price of this moment before the provider is touched, and from
 * then on it runs by itself, whoever follows.
 * @throws NotFoundError for a model nobody knows, ForbiddenError for one that is switched off, UnavailableError
 *   without a key, LimitExceededError above the runs a minute.
 */
export async function startRun(ctx: UserContext, input: StartRunInput): Promise<{ runId: string }> {
	const { services, actor, db } = ctx;
	if (services.runs.isClosed) throw new UnavailableError("The server is shutting down. Try again in a moment.");
	await services.runLimiter.take(actor.userId);
	const model = await findModel(ctx, input.modelId);
	// A custom server's models are its own: it may know one that its listing did not have.
	if (!model && !input.modelId.startsWith("custom/")) {
		throw new NotFoundError(`The catalog has no model ${input.modelId}.`, { modelId: input.modelId });
	}
	if (model && !model.enabled) {
		throw new ForbiddenError(`${input.modelId} is disabled. An admin can enable it in the catalog.`, {
			rule: "model_disabled",
		});
	}
	const { target, upstreamModel, providerId, keySource } = await resolveTarget(ctx, input.modelId);

	const id = randomUUID();
	const startedAt = new Date();
	const { modelId } = input;
	const price = model?.price ?? null;
	const messages = storableJson(input.messages);
	await db.transaction(async (tx) => {
		await tx.insert(schema.llmUsageLogs).values({
			id,
			userId: actor.userId,
			door: "lab",
			modelId,
			providerType: target.provider,
			providerId,
			keySource,
			state: "started",
			price,
			startedAt,
		});
		const { parameters, templateId } = input;
		await tx.insert(schema.testRuns).values({ id, messages, parameters, templateId });
	});

	const { temperature, maxTokens, topP } = input.parameters;
	const request: ChatRequest = { model: upstreamModel, messages, stream: true, temperature, maxTokens, topP };
	const facts = { id, userId: actor.userId, modelId, provider: target.provider, price, startedAt };
	services.runs.start({ ...facts, isFree: keySource === "sandbox" }, target, request);
	return { runId: id };
}
