import { costsNothing } from "../access/limit-for.ts";
import type { Policy } from "../access/policy.ts";
import type { Usability } from "../access/schema.ts";
import { usabilityFor } from "../access/usability.ts";
import type { Context } from "../context.ts";
import { NotFoundError, UnavailableError } from "../errors.ts";
import { sandboxSlug } from "../keys/operator-targets.ts";
import { type Payer, resolveTarget } from "../keys/resolve-target.ts";
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
	const { ask, policy, hasGrants } = await usabilityFor(ctx);
	const kindOf = hasGrants ? kindOfItsOwn : kindsUnder(policy);
	const [disabled, notConfigured] = [refusing("model_disabled"), refusing("not_configured")];
	const askOf = ({ id, endpointSlug, priceState, enabled }: ListedModel): Usability => {
		const answer = ask(id, endpointSlug === sandboxSlug || priceState === "free");
		return enabled ? answer : disabled(answer);
	};
	const said = new Map<Kind, Usability>();
	const sayOf = (kind: Kind): Usability => {
		const known = said.get(kind) ?? askOf(kind.sample);
		said.set(kind, known);
		return known;
	};
	const payers = new Map<string, Payer | null>();
	return async (models) => {
		const kinds = models.map(kindOf);
		const unknown = [...new Set(kinds)].filter(({ route }) => !payers.has(route));
		const wanted = new Map(unknown.filter((kind) => needsKey(sayOf(kind))).map(({ route, sample }) => [route, sample]));
		await Promise.all(
			[...wanted].map(async ([route, { id }]) => payers.set(route, await payerOf(ctx, id, actor.userId))),
		);
		for (const kind of new Set(kinds)) {
			const answer = sayOf(kind);
			const payer = payers.get(kind.route);
			if (payer === undefined || !needsKey(answer)) continue;
			if (payer === null) said.set(kind, notConfigured(answer));
			// No budget of the company's stops a run that another pays.
			else if (answer.reason === "limit" && costsNothing(payer)) said.set(kind, ask(kind.sample.id, true));
		}
		return kinds.map((kind) => sayOf(kind));
	};
}

/** Makes a refusal of each answer, and of the same answer the same. */
function refusing(reason: Usability["reason"]): (answer: Usability) => Usability {
	const refusals = new Map<Usability, Usability>();
	return (answer) => {
		const { rule, tierRequired } = answer;
		const refusal = refusals.get(answer) ?? { usable: false, reason, rule, tierRequired };
		refusals.set(answer, refusal);
		return refusal;
	};
}

/** A call asks for the key when the rules let it pass, and before the quotas. */
const needsKey = (answer: Usability) => answer.usable || answer.reason === "limit";

/** Models of one kind are told the same: the same rules decide about them for every tier, and they go to one place. */
interface Kind {
	sample: ListedModel;
	route: string;
}

const kindOfItsOwn = (model: ListedModel): Kind => ({ sample: model, route: routeOf(model) });

const kindsOfPolicy = new WeakMap<object, (model: ListedModel) => Kind>();
const noPolicy = {};

/** The kinds under a policy are found once a model, not once a listing. */
function kindsUnder(policy: Policy | null): (model: ListedModel) => Kind {
	const kindOf = kindsOfPolicy.get(policy ?? noPolicy) ?? createKinds(policy);
	kindsOfPolicy.set(policy ?? noPolicy, kindOf);
	return kindOf;
}

function createKinds(policy: Policy | null): (model: ListedModel) => Kind {
	const byModel = new WeakMap<ListedModel, Kind>();
	const byKey = new Map<string, Kind>();
	const numbers = new Map(policy?.rules.rules.map((rule, index) => [rule, index]));
	const keyOf = ({ id, priceState, enabled }: ListedModel, route: string) => {
		const rules = policy?.tiers.map(({ code }) => {
			const rule = policy.rules.decide(code, id);
			return rule && numbers.get(rule);
		});
		return JSON.stringify([route, enabled, priceState === "free", rules]);
	};
	return (model) => {
		const known = byModel.get(model);
		if (known) return known;
		const route = routeOf(model);
		const key = keyOf(model, route);
		const kind = byKey.get(key) ?? { sample: model, route };
		byKey.set(key, kind);
		byModel.set(model, kind);
		return kind;
	};
}

/** What models share whose calls go to one place. A custom model without an endpoint of its own may go anywhere. */
const routeOf = ({ id, providerType, endpointSlug }: ListedModel) =>
	providerType !== "custom" ? providerType : endpointSlug === null ? id : `custom/${endpointSlug}`;

/** Who pays first; null where there is no key. */
const payerOf = (ctx: Caller, modelId: string, userId: string): Promise<Payer | null> =>
	resolveTarget(ctx, modelId, { userId }).then(
		({ payers }) => payers[0],
		(error: unknown) => {
			if (error instanceof NotFoundError || error instanceof UnavailableError) return null;
			throw error;
		},
	);
