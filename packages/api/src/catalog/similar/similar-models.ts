import { type CallSum, costOfCalls, differenceUsd, estimatedUsage } from "@llm-hub/providers";
import { actsAsAdmin } from "../../access/who.ts";
import type { UserContext } from "../../context.ts";
import { ForbiddenError, NotFoundError } from "../../errors.ts";
import { payeeOf, pricesOf } from "../prices-of.ts";
import { recordedDays, tierEdges } from "../recorded-runs.ts";
import { judgeModels } from "../usable.ts";
import { rankSimilar } from "./rank-similar.ts";
import type { SimilarInput, SimilarOutput, UsageScope } from "./schema.ts";
import { type ModelUsage, usageOf } from "./usage-of.ts";

const shown = 8;
const example = { messages: 1_000, inputTokens: 500, outputTokens: 250 };

/**
 * Models that could take the place of one, by the rule of `rankSimilar`, each with what the last 30 days' runs on that
 * one would have cost there; without such runs what a stated example would cost.
 * @throws NotFoundError; ForbiddenError for everybody's usage unless the caller is an admin
 */
export async function similarModels(ctx: UserContext, input: SimilarInput): Promise<SimilarOutput> {
	const isAdmin = actsAsAdmin(ctx.actor);
	const scope = input.usage ?? (isAdmin ? "everybody" : "own");
	if (scope === "everybody" && !isAdmin) {
		throw new ForbiddenError("Only an admin sees what everybody's runs would cost. Ask for your own.", {
			rule: "role",
		});
	}
	const { entries } = await ctx.services.catalog.current();
	const wanted = entries.get(input.modelId);
	if (!wanted) throw new NotFoundError("The catalog has no such model.");
	const near = rankSimilar(entries.values())(wanted).slice(0, shown);
	const models = near.map(({ entry }) => entry.model);
	const [prices, judged] = await Promise.all([
		pricesOf(ctx, [wanted.model.id, ...models.map(({ id }) => id)]),
		judgeModels(ctx)(models),
	]);
	const edges = tierEdges(prices.values());
	const userId = scope === "own" ? ctx.actor.userId : undefined;
	const used = maySeeUsage(ctx)
		? (await usageOf(ctx.db, { modelIds: [input.modelId], userId, edges })).get(input.modelId)
		: undefined;
	const { basis, sums } = basisOf(used, scope);
	const costOn = (model: (typeof models)[number]) => costOfCalls(sums, payeeOf(model, prices));
	const here = costOn(wanted.model);
	return {
		modelId: input.modelId,
		basis,
		here,
		models: near.map(({ entry: { model }, isSameModel }, index) => {
			const there = costOn(model);
			return {
				...model,
				usability: judged[index] ?? null,
				isSameModel,
				...there,
				differenceUsd: differenceUsd(there.usd, here.usd),
			};
		}),
	};
}

/** A token that may read the catalog alone is told of the example. */
const maySeeUsage = ({ actor }: UserContext): boolean =>
	actor.kind === "user" || actor.scopes.includes("usage:read") || actor.scopes.includes("admin");

function basisOf(
	used: ModelUsage | undefined,
	scope: UsageScope,
): { basis: SimilarOutput["basis"]; sums: readonly CallSum[] } {
	if (!used || used.counted === 0) {
		const { messages, inputTokens, outputTokens } = example;
		const usage = estimatedUsage(messages * inputTokens, messages * outputTokens);
		return {
			basis: { kind: "example", ...example },
			sums: [{ calls: messages, usage, inputTokensOfOne: inputTokens }],
		};
	}
	const { runs, counted, sums, ...figures } = used;
	return {
		basis: { kind: "usage", scope, days: recordedDays, runs: counted, uncounted: runs - counted, ...figures },
		sums,
	};
}
