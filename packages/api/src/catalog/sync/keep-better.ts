import { factSources } from "@llm-hub/providers";
import type { ModelFacts } from "../write-models.ts";
import { type Evidence, evidenceOf, type Sources } from "./known-model.ts";

const fields = [
	"displayName",
	"contextLength",
	"maxOutputTokens",
	"capabilities",
	"deprecationDate",
	"replacedBy",
	"releasedOn",
	"knowledgeCutoff",
	"price",
] as const;

const rank = (evidence: Evidence | null): number =>
	evidence ? factSources.indexOf(evidence.source) : factSources.length;

/**
 * What a source tells of a model, on top of what better sources told before: each field keeps the better source's value
 * and evidence. Whether the model is retired stays as a listing decided it.
 */
export function keepBetterFacts(before: ModelFacts, told: ModelFacts): ModelFacts {
	const known = before.sources as Sources;
	const sources: Sources = { ...(told.sources as Sources) };
	const kept: Partial<ModelFacts> = {};
	for (const field of fields) {
		if (rank(evidenceOf(known, field)) >= rank(evidenceOf(sources, field))) continue;
		sources[field] = evidenceOf(known, field);
		Object.assign(kept, { [field]: before[field] });
	}
	const isListed = Boolean(known.listing) || Boolean(known.retiredAt);
	if (known.listing) sources.listing = known.listing;
	if (known.retiredAt) sources.retiredAt = known.retiredAt;
	if (kept.price !== undefined) kept.priceState = before.priceState;
	return { ...told, ...kept, sources, ...(isListed && { retiredAt: before.retiredAt }) };
}
