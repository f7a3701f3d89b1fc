import type { Usability } from "../access/schema.ts";
import type { AskUsability } from "../access/usability.ts";
import { sandboxSlug } from "../keys/operator-targets.ts";
import type { ModelOutput } from "./schema.ts";

/** What of a model decides whether it may be used. */
export type ListedModel = Pick<ModelOutput, "id" | "providerType" | "endpointSlug" | "enabled" | "priceState">;

/** Models of which a caller is told the same: the same rule decides about them, and their calls go to one place. */
interface Kind {
	sample: ListedModel;
	route: string;
	isFree: boolean;
}

interface Kinds {
	kinds: readonly Kind[];
	/** Of each model the place of its kind. */
	places: readonly number[];
	/** What was told last. */
	told: { answers: readonly Usability[]; ofModels: readonly Usability[] } | null;
}

const known = new WeakMap<object, WeakMap<readonly ListedModel[], Kinds>>();

/** Sorts models into kinds: once for the same array under the same rules, null of which stands for no rules to keep it by. */
export function kindsOf(models: readonly ListedModel[], ask: AskUsability, rules: object | null): Kinds {
	if (rules === null) return sortModels(models, ask);
	const underRules = known.get(rules) ?? new WeakMap<readonly ListedModel[], Kinds>();
	known.set(rules, underRules);
	const kinds = underRules.get(models) ?? sortModels(models, ask);
	underRules.set(models, kinds);
	return kinds;
}

function sortModels(models: readonly ListedModel[], ask: AskUsability): Kinds {
	const kinds: Kind[] = [];
	const placesOf = new Map<Usability, Map<string, number>>();
	const places = models.map((model) => {
		const isFree = model.endpointSlug === sandboxSlug || model.priceState === "free";
		const route = routeOf(model);
		const answer = ask(model.id, isFree);
		const ofAnswer = placesOf.get(answer) ?? new Map<string, number>();
		placesOf.set(answer, ofAnswer);
		const key = `${isFree} ${model.enabled} ${route}`;
		const place = ofAnswer.get(key) ?? kinds.push({ sample: model, route, isFree }) - 1;
		ofAnswer.set(key, place);
		return place;
	});
	return { kinds, places, told: null };
}

/** Tells each kind, and so each of the models, in their order. */
export function tellAll(kinds: Kinds, tell: (kind: Kind) => Usability): readonly Usability[] {
	const answers = kinds.kinds.map(tell);
	const { told } = kinds;
	if (told && answers.every((answer, place) => answer === told.answers[place])) return told.ofModels;
	const ofModels = kinds.places.map((place) => answers[place] as Usability);
	kinds.told = { answers, ofModels };
	return ofModels;
}

/** Where a model's calls go. A custom model without an endpoint of its own may go anywhere. */
export const routeOf = ({ id, providerType, endpointSlug }: ListedModel): string =>
	providerType !== "custom" ? providerType : endpointSlug === null ? id : `custom/${endpointSlug}`;
