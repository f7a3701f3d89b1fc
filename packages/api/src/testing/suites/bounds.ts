import { schema } from "@llm-hub/db";
import { fitUnderCap, type ProviderType } from "@llm-hub/providers";
import { and, asc, eq } from "drizzle-orm";
import { findModel } from "../../catalog/find-model.ts";
import type { UserContext } from "../../context.ts";
import { resolveTarget } from "../../keys/resolve-target.ts";
import { chatRequestOf } from "../chat-request.ts";
import type { Parameters } from "../request-schema.ts";
import type { SuiteRow } from "./load-suite.ts";
import type { SuiteTemplate } from "./schema.ts";

const { labSuiteCells } = schema;

/** What each cell may cost at most, by position; null is unknown. */
export type Bounds = ReadonlyMap<number, string | null>;

/** Of the cells of a suite that begin next. One whose model has no key is held nothing for: it will not begin. */
export async function boundsOf(
	ctx: UserContext,
	{ id, concurrency, templates, parameters }: SuiteRow,
): Promise<Bounds> {
	const { position, modelId, templateIndex } = labSuiteCells;
	const next = await ctx.db
		.select({ position, modelId, templateIndex })
		.from(labSuiteCells)
		.where(and(eq(labSuiteCells.suiteId, id), eq(labSuiteCells.state, "pending")))
		.orderBy(asc(position))
		.limit(concurrency);
	const bounds = new Map<number, string | null>();
	for (const cell of next) {
		const template = templates[cell.templateIndex];
		const most = template && mostUsdOf(ctx, cell.modelId, template, parameters).catch(() => "0");
		bounds.set(cell.position, (await most) ?? null);
	}
	return bounds;
}

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
