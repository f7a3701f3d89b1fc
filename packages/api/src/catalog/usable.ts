import { costsNothing } from "../access/limit-for.ts";
import type { Usability } from "../access/schema.ts";
import { type CallerUsability, mayRun, usabilityFor } from "../access/usability.ts";
import type { Context } from "../context.ts";
import { NotFoundError, UnavailableError } from "../errors.ts";
import { type Payer, targetOrNone } from "../keys/resolve-target.ts";
import { kindsOf, type ListedModel, routeOf, tellAll } from "./kinds.ts";

type Models = readonly ListedModel[];

/**
 * Says of models, in their order, whether the caller may use them; null where nobody is signed in. The same array, which
 * nobody may change, is sorted into kinds once, and is told by the same array for as long as the same is to be said.
 */
export type JudgeModels = (models: Models) => Promise<readonly (Usability | null)[]>;

type Caller = Pick<Context, "db" | "services" | "actor">;

/**
 * For one listing: whether a call of this moment would be accepted, by the very resolvers that the call asks, in its
 * order: the model is enabled, the role, rules and quotas allow it, and there is a key for it.
 */
export function judgeModels(ctx: Caller): JudgeModels {
	const { actor } = ctx;
	if (actor?.kind !== "user" && actor?.kind !== "token") return async (models) => models.map(() => null);
	const findPayers = createPayers(ctx, actor.userId);
	let asked: Promise<CallerUsability> | undefined;
	return async (models) => {
		asked ??= usabilityFor(ctx);
		// Side by side, though some will pay for nothing: all that is read for a listing travels at once.
		const [{ ask, rules }, payers] = await Promise.all([asked, mayRun(actor) ? findPayers(models) : nobody]);
		return tellAll(kindsOf(models, ask, rules), ({ sample, route, isFree }) => {
			const answer = ask(sample.id, isFree);
			if (!sample.enabled) return disabled(answer);
			// A call asks for the key when the rules let it pass, and before the quotas.
			if (!answer.usable && answer.reason !== "limit") return answer;
			const payer = payers.get(route) ?? null;
			if (payer === null) return notConfigured(answer);
			// No budget of the company's stops a run that another pays.
			return answer.reason === "limit" && costsNothing(payer) ? ask(sample.id, true) : answer;
		});
	};
}

/** Makes a refusal of each answer, and of the same answer the same. */
function refusing(reason: Usability["reason"]): (answer: Usability) => Usability {
	const refusals = new WeakMap<Usability, Usability>();
	return (answer) => {
		const known = refusals.get(answer);
		if (known) return known;
		const { rule, tierRequired } = answer;
		const refusal = Object.freeze({ usable: false, reason, rule, tierRequired });
		refusals.set(answer, refusal);
		return refusal;
	};
}

const disabled = refusing("model_disabled");
const notConfigured = refusing("not_configured");

type Payers = ReadonlyMap<string, Payer | null>;
const nobody: Payers = new Map();

/** Finds who pays first, once a listing for each place to which calls go. */
function createPayers(ctx: Caller, userId: string): (models: Models) => Promise<Payers> {
	const found = new Map<string, Promise<Payer | null>>();
	return async (models) => {
		for (const [route, id] of routesOf(models)) if (!found.has(route)) found.set(route, payerOf(ctx, id, userId));
		return new Map(await Promise.all([...found].map(async ([route, payer]) => [route, await payer] as const)));
	};
}

const knownRoutes = new WeakMap<Models, Map<string, string>>();

/** The places to which calls of the models go, each with one of the models. */
function routesOf(models: Models): Map<string, string> {
	const known = knownRoutes.get(models);
	if (known) return known;
	const routes = new Map(models.map((model) => [routeOf(model), model.id]));
	knownRoutes.set(models, routes);
	return routes;
}

/** Who pays first; null where there is no key, or none that can be read. */
const payerOf = (ctx: Caller, modelId: string, userId: string): Promise<Payer | null> =>
	targetOrNone(ctx, modelId, { userId }).then(
		(target) => target?.payers[0] ?? null,
		(error: unknown) => {
			if (error instanceof NotFoundError || error instanceof UnavailableError) return null;
			throw error;
		},
	);
