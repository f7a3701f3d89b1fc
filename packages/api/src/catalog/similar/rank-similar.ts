import type { Entry } from "../snapshot.ts";
import { stemOf } from "../sync/model-names.ts";

/** What is asked for: the model itself need not be in the catalog any more than as a retired row. */
export type Wanted = Pick<Entry, "model" | "input" | "output">;

/** Of the same model more offers than these say nothing new. */
const mostOffers = 3;

/**
 * Tells which of these models could take a model's place, the nearest first. The rule, which the page states as well:
 *
 * - It is enabled, not retired, and not announced to end.
 * - It can do everything that the model can, and takes at least its context. Where the model's context is unknown
 *   every one will do; an unknown context is not enough where the model's is known.
 * - First come up to three other offers of the same model (by its name without provider and snapshot), then the
 *   nearest in price: by the ratio of three parts input and one part output, first tier. A price that is unknown
 *   stands last. Of those that are called the same, the first alone.
 */
export function rankSimilar(entries: Iterable<Entry>): (wanted: Wanted) => { entry: Entry; isSameModel: boolean }[] {
	const open = [...entries]
		.filter(({ model }) => isOpen(model))
		.map((entry) => ({ entry, name: nameOf(entry.model.upstreamId), price: blended(entry) }));
	return (wanted) => {
		const { model } = wanted;
		const name = nameOf(model.upstreamId);
		const price = blended(wanted);
		const fitting = open
			.filter(({ entry }) => entry.model.id !== model.id && canReplace(entry.model, model))
			.map((other) => ({
				entry: other.entry,
				isSameModel: other.name === name,
				distance: distanceOf(price, other.price),
			}))
			.sort(
				(a, b) =>
					Number(b.isSameModel) - Number(a.isSameModel) ||
					compare(a.distance, b.distance) ||
					compare(a.entry.model.id, b.entry.model.id),
			);
		const offers = fitting.filter(({ isSameModel }) => isSameModel).slice(0, mostOffers);
		const others = fitting.filter(({ isSameModel }) => !isSameModel);
		return [...offers, ...firstOfEach(others, ({ entry }) => entry.name)];
	};
}

function firstOfEach<Item>(items: readonly Item[], nameOf: (item: Item) => string): Item[] {
	const seen = new Set<string>();
	return items.filter((item) => {
		const isNew = !seen.has(nameOf(item));
		seen.add(nameOf(item));
		return isNew;
	});
}

const compare = <Value extends string | number>(a: Value, b: Value) => (a < b ? -1 : a > b ? 1 : 0);

type Model = Entry["model"];

const isOpen = ({ enabled, retiredAt, deprecationDate }: Model) =>
	enabled && retiredAt === null && deprecationDate === null;

const canReplace = (other: Model, model: Model): boolean =>
	model.capabilities.every((capability) => other.capabilities.includes(capability)) &&
	(model.contextLength === null || (other.contextLength ?? 0) >= model.contextLength);

/** `gpt-4o` of `openai/gpt-4o-2024-08-06`. */
const nameOf = (upstreamId: string): string => stemOf(upstreamId.slice(upstreamId.lastIndexOf("/") + 1)).toLowerCase();

/** USD per 1M tokens of a usual mix. To compare by, never to reckon with. */
const blended = ({ input, output }: Pick<Entry, "input" | "output">): number | null =>
	input === null || output === null ? null : (3 * input + output) / 4;

/** A hundredth of a cent: what is free is near to what is cheap, and the ratio stays finite. */
const least = 0.0001;

function distanceOf(one: number | null, other: number | null): number {
	if (other === null) return Number.POSITIVE_INFINITY;
	return one === null ? other : Math.abs(Math.log(Math.max(one, least) / Math.max(other, least)));
}
