import type { Capability, FactSource, Price, ProviderType } from "@llm-hub/providers";
import type { ChangeFacts, ChangeKind } from "./schema.ts";

/** Where a fact was read and when. */
export interface Evidence {
	source: FactSource;
	origin?: string;
	/** ISO date. */
	asOf: string;
}

/**
 * By the name of the field; `facts` stands for the fields without an entry, `listing` for the last time that the
 * provider listed the model, `retiredAt` for the listing that lacked it.
 */
export type Sources = Record<string, Evidence | null | undefined>;

/** A model as the merge sees it: the catalog's row without what admins decide over it. */
export interface KnownModel {
	id: string;
	providerType: ProviderType;
	endpointSlug: string | null;
	upstreamId: string;
	displayName: string;
	contextLength: number | null;
	maxOutputTokens: number | null;
	capabilities: Capability[];
	/** What the sources say: the price in force unless an override stands over it. */
	price: Price | null;
	sources: Sources;
	/** ISO date. */
	deprecationDate: string | null;
	/** What the provider calls the model that it recommends instead. */
	replacedBy: string | null;
	/** ISO date since which the provider offers it. */
	releasedOn: string | null;
	/** ISO date. */
	knowledgeCutoff: string | null;
	retiredAt: Date | null;
}

/** A change that a merge found and that is applied already, or waits for a person. */
export interface NewChange {
	kind: ChangeKind;
	before: ChangeFacts | null;
	after: ChangeFacts | null;
	state: "applied" | "pending";
}

/** An earlier change that bears on a merge: one that waits, or one that a person dismissed. */
export interface OpenChange {
	id: number;
	kind: ChangeKind;
	before: ChangeFacts | null;
	after: ChangeFacts | null;
	state: "pending" | "dismissed";
	decidedAt: Date | null;
}

/** Fields that a source of facts says nothing of unless it says so. */
const apart: ReadonlySet<string> = new Set(["price", "deprecationDate", "replacedBy", "releasedOn", "knowledgeCutoff"]);

/** The evidence of one field. */
export const evidenceOf = (sources: Sources, field: string): Evidence | null =>
	sources[field] ?? (apart.has(field) ? null : (sources.facts ?? null));

/** Whether the provider's own listing has had the model. */
export const wasListed = ({ sources }: Pick<KnownModel, "sources">): boolean =>
	Boolean(sources.listing) || sources.facts?.source === "provider" || sources.facts?.source === "sandbox";

export const isoDay = (at: Date): string => at.toISOString().slice(0, 10);
