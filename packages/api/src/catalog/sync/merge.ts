import type { ListedModel, Price, ProviderType } from "@llm-hub/providers";
import { isoDay, type KnownModel, type NewChange, type OpenChange, wasListed } from "./known-model.ts";
import { mergeFacts } from "./merge-facts.ts";
import { mergePriceFact } from "./merge-price.ts";
import { isAlias } from "./model-names.ts";

/** What a merge stands on beside the model and its entry in the listing. */
export interface MergeContext {
	id: string;
	providerType: ProviderType;
	endpointSlug: string | null;
	at: Date;
	/** The built-in Sandbox lists itself, and is free. */
	isSandbox: boolean;
	/** What genai-prices or the seed has. */
	shippedPrice: Price | null;
	/** This model's changes that wait, and those that a person dismissed. */
	open: readonly OpenChange[];
	/** Of a model that is new and a snapshot: what is known of the model behind it. */
	alias: KnownModel | null;
	/** A snapshot of this model is in the listing. */
	hasListedSnapshot: boolean;
	/** The listing lost so much at once that it is likelier broken than right. */
	isListingSuspect: boolean;
}

export interface MergeResult {
	/** As the model shall stand; null where there is none. */
	model: KnownModel | null;
	changes: NewChange[];
	/** Ids of waiting changes that no longer hold. */
	obsolete: number[];
}

export const goneReasons = {
	listing: "It is no longer in the provider's listing.",
	suspect: "It is not in the provider's listing, which lost more than half of its models at once.",
	neverListed:
		"The provider's listing does not have it: it may have ended, or be an alias, or not be open to this key.",
} as const;

/**
 * One model against its entry in a provider's whole listing, or against its absence. Pure.
 *
 * - Facts and price follow the order of the sources, field by field, each with its source and date.
 * - What the listing had and no longer has retires, and comes back when it is listed again. Nothing is ever deleted.
 * - What only the seed knew, and the listing never had, is not retired unasked: the provider may answer to it all the
 *   same, as Anthropic does to undated names. It waits for a person, unless a listed snapshot bears it out.
 */
export function mergeListing(
	current: KnownModel | null,
	listed: ListedModel | null,
	context: MergeContext,
): MergeResult {
	if (listed) return mergeListed(current, listed, context);
	return current ? mergeAbsent(current, context) : { model: null, changes: [], obsolete: [] };
}

function mergeListed(current: KnownModel | null, listed: ListedModel, context: MergeContext): MergeResult {
	const { id, providerType, endpointSlug, alias, isSandbox } = context;
	const evidence = { source: isSandbox ? "sandbox" : "provider", asOf: isoDay(context.at) } as const;
	const { facts, changes } = mergeFacts(current, listed, { providerType, alias, evidence });
	const { price, change, obsolete } = mergePriceFact(current?.price ?? null, {
		...listedPrice(listed, context),
		provider: providerType,
		shipped: context.shippedPrice,
		open: context.open,
	});
	const model: KnownModel = {
		id,
		providerType,
		endpointSlug,
		upstreamId: listed.id,
		...facts,
		sources: { ...facts.sources, price: priceEvidence(current, price) },
		price,
		retiredAt: null,
	};
	const first: NewChange[] = current
		? backFrom(current)
		: [{ kind: "new", before: null, after: { price }, state: "applied" }];
	// The price of a new model is part of its being new, unless it was refused.
	const priceChange = change && (current || change.state === "pending") ? [change] : [];
	const waitingGone = context.open.filter(({ kind, state }) => kind === "gone" && state === "pending");
	return {
		model,
		changes: [...first, ...changes, ...priceChange],
		obsolete: [...obsolete, ...waitingGone.map((gone) => gone.id)],
	};
}

/** What a server of one's own writes into its list is no bill; the Sandbox's is known to be none. */
function listedPrice(
	{ price, refusedPrice }: ListedModel,
	{ providerType, isSandbox, at }: MergeContext,
): { listed: Price | undefined; refused: string | undefined } {
	if (providerType !== "custom") return { listed: price, refused: refusedPrice };
	const free: Price = {
		tiers: [{ aboveInputTokens: 0, rates: { input: "0", output: "0" } }],
		source: "sandbox",
		asOf: isoDay(at),
	};
	return { listed: isSandbox ? free : undefined, refused: undefined };
}

function priceEvidence(current: KnownModel | null, price: Price | null) {
	const known = current?.sources.price;
	if (price === null) return null;
	return known && known.source === price.source && known.asOf === price.asOf
		? known
		: { source: price.source, asOf: price.asOf };
}

function backFrom({ retiredAt }: KnownModel): NewChange[] {
	if (retiredAt === null) return [];
	return [
		{ kind: "back", before: { retiredAt: retiredAt.toISOString() }, after: { retiredAt: null }, state: "applied" },
	];
}

function mergeAbsent(current: KnownModel, context: MergeContext): MergeResult {
	const unchanged = { model: current, changes: [], obsolete: [] };
	// The price of what has retired is nobody's question: it is asked again if the model comes back.
	const waits = context.open.filter(({ state }) => state === "pending").map(({ id }) => id);
	if (current.retiredAt !== null) return { ...unchanged, obsolete: waits };
	const { at, isListingSuspect } = context;
	const wasThere = wasListed(current);
	const isKept = wasThere ? false : isAlias(current.upstreamId) && context.hasListedSnapshot;
	if (isKept || isKeptByPerson(current, context.open)) return unchanged;
	const waiting = context.open.find(({ kind, state }) => kind === "gone" && state === "pending");
	if (!wasThere || isListingSuspect) {
		const reason = wasThere ? goneReasons.suspect : goneReasons.neverListed;
		const gone: NewChange = { kind: "gone", before: { retiredAt: null }, after: { reason }, state: "pending" };
		return { ...unchanged, changes: waiting ? [] : [gone] };
	}
	const after = { retiredAt: at.toISOString(), reason: goneReasons.listing };
	return {
		model: retire(current, at),
		changes: [{ kind: "gone", before: { retiredAt: null }, after, state: "applied" }],
		obsolete: waits,
	};
}

/** The model as it stands once its provider no longer has it. */
export function retire(model: KnownModel, at: Date): KnownModel {
	return {
		...model,
		retiredAt: at,
		sources: { ...model.sources, retiredAt: { source: "provider", asOf: isoDay(at) } },
	};
}

/** A person said that it stays though the listing lacks it; that holds until it was listed again. */
export function isKeptByPerson({ sources }: Pick<KnownModel, "sources">, open: readonly OpenChange[]): boolean {
	const listedOn = sources.listing?.asOf ?? "";
	return open.some(
		({ kind, state, decidedAt }) =>
			kind === "gone" && state === "dismissed" && decidedAt !== null && listedOn <= isoDay(decidedAt),
	);
}
