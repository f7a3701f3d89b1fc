import { fitUnderCap, type ProviderType } from "@llm-hub/providers";
import { findModel } from "../../catalog/find-model.ts";
import type { UserContext } from "../../context.ts";
import { resolveTarget } from "../../keys/resolve-target.ts";
import { chatRequestOf } from "../chat-request.ts";
import type { Parameters } from "../request-schema.ts";
import type { SuiteTemplate } from "./schema.ts";

/** The most that a run of this prompt may cost on a model, decimal USD; "0" where nobody bills it, null is unknown. */
export async function mostUsdOf(
	ctx: UserContext,
	modelId: string,
	{ messages }: SuiteTemplate,
	parameters: Parameters,
): Promise<string | null> {
	const { payers, upstreamModel, catalogId } = await resolveTarget(ctx, modelId, { userId: ctx.actor.userId });
	const [{ keySource, target }] = payers;
	const model = await findModel(ctx, catalogId);
	if (keySource === "sandbox" || model?.priceState === "free") return "0";
	const { price = null, maxOutputTokens = null } = model ?? {};
	const provider: ProviderType = target.provider;
	const request = chatRequestOf(upstreamModel, messages, parameters);
	return (await fitUnderCap(request, "0", { provider, price, maxOutputTokens })).mostUsd;
}
