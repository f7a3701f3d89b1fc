import type { ListedModel, Price, ProviderType } from "@llm-hub/providers";
import { type KnownModel, type OpenChange, wasListed } from "./known-model.ts";
import { isKeptByPerson, type MergeResult, mergeListing } from "./merge.ts";
import { isAlias, stemOf } from "./model-names.ts";

/** A whole listing of one provider or endpoint, and all that the catalog has of it. */
export interface Listing {
	providerType: ProviderType;
	endpointSlug: string | null;
	isSandbox: boolean;
	at: Date;
	listed: readonly ListedModel[];
	known: readonly KnownModel[];
	/** By model id. */
	open: ReadonlyMap<string, readonly OpenChange[]>;
	/** By upstream id. */
	shipped: ReadonlyMap<string, Price | null>;
}

/** Below this, losing more than half is a server whose owner removed models. */
const fewestToSuspect = 10;

/** What becomes of each model when a whole listing meets the catalog, in the order of their ids. Pure. */
export function planListing(listing: Listing): MergeResult[] {
	const { providerType, endpointSlug, isSandbox, at, listed, known, open, shipped } = listing;
	const prefix = [providerType, ...(endpointSlug === null ? [] : [endpointSlug])].join("/");
	const entries = new Map(listed.map((entry) => [`${prefix}/${entry.id}`, entry]));
	const rows = new Map(known.map((model) => [model.id, model]));
	const byUpstreamId = new Map(known.map((model) => [model.upstreamId, model]));
	const stemsOfSnapshots = new Set(listed.filter(({ id }) => !isAlias(id)).map(({ id }) => stemOf(id)));
	const isListingSuspect = isSuspect(listing, entries);
	return [...new Set([...entries.keys(), ...rows.keys()])].sort().map((id) => {
		const entry = entries.get(id) ?? null;
		const upstreamId = entry?.id ?? rows.get(id)?.upstreamId ?? "";
		const stem = stemOf(upstreamId);
		return mergeListing(rows.get(id) ?? null, entry, {
			id,
			providerType,
			endpointSlug,
			at,
			isSandbox,
			shippedPrice: shipped.get(upstreamId) ?? null,
			open: open.get(id) ?? [],
			alias: stem === upstreamId ? null : (byUpstreamId.get(stem) ?? byUpstreamId.get(`${stem}-latest`) ?? null),
			hasListedSnapshot: stemsOfSnapshots.has(stem),
			isListingSuspect,
		});
	});
}

/** A list that lost more than half of what it had is likelier cut short than right. */
function isSuspect({ known, open }: Listing, entries: ReadonlyMap<string, ListedModel>): boolean {
	const had = known.filter((model) => model.retiredAt === null && wasListed(model));
	const lost = had.filter((model) => !entries.has(model.id) && !isKeptByPerson(model, open.get(model.id) ?? []));
	return lost.length >= fewestToSuspect && lost.length * 2 > had.length;
}
