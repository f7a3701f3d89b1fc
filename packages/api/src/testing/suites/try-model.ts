import { authorizeRun } from "../../access/authorize-run.ts";
import { costsNothing } from "../../access/limit-for.ts";
import { resolveAlias } from "../../catalog/aliases/resolve-alias.ts";
import type { UserContext } from "../../context.ts";
import { chatRequestOf } from "../chat-request.ts";
import { findRunnable } from "../find-runnable.ts";
import { refusalOf } from "../groups/refusal.ts";
import type { Refusal } from "../groups/schema.ts";
import type { Parameters } from "../request-schema.ts";
import type { SuiteTemplate } from "./schema.ts";

/** Which model is meant, and why none of its runs would begin; asks in the order of a start, and starts nothing. */
export async function tryModel(
	ctx: UserContext,
	asked: string,
	templates: readonly SuiteTemplate[],
	parameters: Parameters,
): Promise<{ asked: string; modelId: string; refusal: Refusal | null }> {
	let modelId = asked;
	try {
		modelId = await resolveAlias(ctx, asked);
		await requireUsable(ctx, modelId, templates, parameters);
		return { asked, modelId, refusal: null };
	} catch (error) {
		return { asked, modelId, refusal: refusalOf(ctx, error) };
	}
}

async function requireUsable(
	ctx: UserContext,
	modelId: string,
	templates: readonly SuiteTemplate[],
	parameters: Parameters,
): Promise<void> {
	const { payers, upstreamModel, catalogId, facts, model } = await findRunnable(ctx, modelId);
	const [{ target, keySource }] = payers;
	const { price = null, maxOutputTokens = null } = model ?? {};
	const isFree = costsNothing({ price, keySource });
	const wanted = { modelId: catalogId, provider: target.provider, price, maxOutputTokens, isFree };
	for (const { messages } of templates) {
		await authorizeRun(ctx, facts, { ...wanted, request: chatRequestOf(upstreamModel, messages, parameters) });
	}
}
