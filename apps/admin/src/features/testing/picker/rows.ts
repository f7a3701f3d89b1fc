import type { Model } from "./why-not.ts";

/** A line of the list: a group's name, or a model in it. */
export type Row = { kind: "group"; name: string } | { kind: "model"; model: Model; group: string };

const matches = (words: readonly string[], { id, displayName, providerName, aliases = "" }: Model): boolean => {
	const text = `${id} ${displayName} ${providerName} ${aliases}`.toLowerCase();
	return words.every((word) => text.includes(word));
};

/**
 * The models that a search leaves, by group: favourites and recent ones first (and only there), then by provider, what
 * may be used before what may not.
 */
export function rowsOf(
	models: readonly Model[],
	search: string,
	{ favourites, recent }: { favourites: readonly string[]; recent: readonly string[] },
): Row[] {
	const words = search.toLowerCase().split(/\s+/).filter(Boolean);
	const found = models.filter((model) => matches(words, model));
	const byId = new Map(found.map((model): [string, Model] => [model.id, model]));
	const groups = new Map<string, Model[]>();
	const put = (name: string, model: Model) => {
		groups.set(name, [...(groups.get(name) ?? []), model]);
		byId.delete(model.id);
	};
	for (const [name, ids] of [
		["Favourites", favourites],
		["Recent", recent],
	] as const) {
		for (const id of ids) {
			const model = byId.get(id);
			if (model) put(name, model);
		}
	}
	const isClosed = ({ enabled, usability }: Model) => Number(!(usability?.usable ?? enabled));
	const wanted = search.trim().toLowerCase();
	// Whoever writes a whole id means that model, and not its dated namesakes.
	const isOther = ({ id, upstreamId }: Model) =>
		Number(![id, upstreamId].some((name) => name?.toLowerCase() === wanted));
	const rest = [...byId.values()].sort(
		(a, b) => isOther(a) - isOther(b) || a.providerName.localeCompare(b.providerName) || isClosed(a) - isClosed(b),
	);
	const byProvider = new Map<string, Model[]>();
	for (const model of rest) {
		const group = byProvider.get(model.providerName);
		if (group) group.push(model);
		else byProvider.set(model.providerName, [model]);
	}
	return [...groups, ...byProvider].flatMap(([name, members]): Row[] => [
		{ kind: "group", name },
		...members.map((model): Row => ({ kind: "model", model, group: name })),
	]);
}
