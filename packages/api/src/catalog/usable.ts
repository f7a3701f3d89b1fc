import type { Usability } from "../access/schema.ts";
import { usabilityFor } from "../access/usability.ts";
import type { Context } from "../context.ts";
import { NotFoundError, UnavailableError } from "../errors.ts";
import { sandboxSlug } from "../keys/operator-targets.ts";
import { resolveTarget } from "../keys/resolve-target.ts";
import type { ModelOutput } from "./schema.ts";

/** What of a model decides whether it may be used. */
export type ListedModel = Pick<ModelOutput, "id" | "providerType" | "endpointSlug" | "enabled" | "priceState">;

/** Says of models, in their order, whether the caller may use them; null where nobody is signed in. */
export type JudgeModels = (models: readonly ListedModel[]) => Promise<(Usability | null)[]>;

type Caller = Pick<Context, "db" | "services" | "actor">;

/**
 * For one listing: whether a call of this moment would be accepted, by the very resolvers that the call asks, in its
 * order: the model is enabled, the role, rules and quotas allow it, and there is a key for it.
 */
export async function judgeModels(ctx: Caller): Promise<JudgeModels> {
	const { actor } = ctx;
	if (actor?.kind !== "user" && actor?.kind !== "token") return async (models) => models.map(() => null);
	const usability = await usabilityFor(ctx);
	const hasKey = new Map<string, boolean>();
	return async (models) => {
		const said = models.map(({ enabled, ...model }) => {
			const answer = usability(model.id, model.endpointSlug === sandboxSlug || model.priceState === "free");
			return enabled ? answer : { ...refusal(answer), reason: "model_disabled" as const };
		});
		const wanted = new Map<string, ListedModel>();
		for (const [index, model] of models.entries()) {
			if (needsKey(said[index]) && !hasKey.has(routeOf(model))) wanted.set(routeOf(model), model);
		}
		await Promise.all(
			[...wanted].map(async ([route, { id }]) => hasKey.set(route, await canReach(ctx, id, actor.userId))),
		);
		return said.map((answer, index) => {
			const model = models[index];
			if (!model || !needsKey(answer) || hasKey.get(routeOf(model))) return answer;
			return { ...refusal(answer), reason: "not_configured" as const };
		});
	};
}

const refusal = ({ rule, tierRequired }: Usability) => ({ usable: false, rule, tierRequired });

/** A call asks for the key when the rules let it pass, and before the quotas. */
const needsKey = (answer?: Usability) => answer?.usable || answer?.reason === "limit";

/** What models share whose calls go to one place. A custom model without an endpoint of its own may go anywhere. */
const routeOf = ({ id, providerType, endpointSlug }: ListedModel) =>
	providerType !== "custom" ? providerType : endpointSlug === null ? id : `custom/${endpointSlug}`;

const canReach = (ctx: Caller, modelId: string, userId: string): Promise<boolean> =>
	resolveTarget(ctx, modelId, { userId }).then(
		() => true,
		(error: unknown) => {
			if (error instanceof NotFoundError || error instanceof UnavailableError) return false;
			throw error;
		},
	);
