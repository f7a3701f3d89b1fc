import { type Capability, type ListedModel, type ProviderType, capabilities as vocabulary } from "@llm-hub/providers";
import { type Evidence, evidenceOf, type KnownModel, type NewChange, type Sources } from "./known-model.ts";
import { capabilitiesFromId } from "./model-names.ts";

type Facts = Pick<
	KnownModel,
	| "displayName"
	| "contextLength"
	| "maxOutputTokens"
	| "capabilities"
	| "deprecationDate"
	| "replacedBy"
	| "releasedOn"
	| "knowledgeCutoff"
	| "sources"
>;

/** Their listings state every capability; elsewhere a listing is a lower bound, or says nothing. */
const statesEverything: ReadonlySet<ProviderType> = new Set(["openrouter", "anthropic", "cohere"]);

/** Their lists tell models' days apart; Groq's and a server's of one's own often write one day for many. */
const datesModels: ReadonlySet<ProviderType> = new Set(["openai", "anthropic", "openrouter", "together"]);

const longestName = 200;
const largestInteger = 2_147_483_647;

/**
 * The facts of a listed model, field by field: what the listing says, else what is known, else (of a new snapshot) what
 * is known of the model that it is a snapshot of.
 */
export function mergeFacts(
	current: KnownModel | null,
	listed: ListedModel,
	{ providerType, alias, evidence }: { providerType: ProviderType; alias: KnownModel | null; evidence: Evidence },
): { facts: Facts; changes: NewChange[] } {
	const known = current ?? alias;
	const sources: Sources = { ...(current?.sources ?? { facts: evidence }), listing: evidence };
	delete sources.retiredAt;
	const inherit = (field: string) => {
		if (!current && alias) sources[field] = evidenceOf(alias.sources, field);
	};

	const name = nameOf(listed);
	if (name !== null) sources.displayName = evidence;
	const displayName = name ?? current?.displayName ?? listed.id.slice(0, longestName);

	const limit = (field: "contextLength" | "maxOutputTokens"): number | null => {
		const value = count(listed[field]);
		if (value !== null) sources[field] = evidence;
		else inherit(field);
		return value ?? known?.[field] ?? null;
	};
	const contextLength = limit("contextLength");
	const maxOutputTokens = limit("maxOutputTokens");

	const stated = statedCapabilities(listed, providerType, known);
	if (stated.evidence === "listing") sources.capabilities = evidence;
	else if (stated.evidence === "id") sources.capabilities = { ...evidence, origin: "id" };
	else inherit("capabilities");

	const day = (field: "releasedOn" | "knowledgeCutoff", said: string | undefined): string | null => {
		if (said !== undefined) sources[field] = evidence;
		return said ?? current?.[field] ?? null;
	};
	const releasedOn = day("releasedOn", datesModels.has(providerType) ? listed.createdAt?.slice(0, 10) : undefined);
	const knowledgeCutoff = day("knowledgeCutoff", listed.knowledgeCutoff);

	const ofListing = { current, listed, sources, evidence };
	const deprecationDate = endFact("deprecationDate", ofListing);
	const replacedBy = endFact("replacedBy", ofListing);
	const facts = {
		displayName,
		contextLength,
		maxOutputTokens,
		capabilities: stated.capabilities,
		deprecationDate,
		replacedBy,
		releasedOn,
		knowledgeCutoff,
		sources,
	};
	return { facts, changes: current ? changesOf(current, facts) : [] };
}

/** A listing that repeats the id as the name says nothing of the name. */
function nameOf({ displayName }: ListedModel): string | null {
	const name = displayName?.trim().slice(0, longestName) ?? "";
	return name === "" || /^[a-z0-9._:/-]+$/.test(name) || /\p{Cc}/u.test(name) ? null : name;
}

function count(value: number | undefined): number | null {
	return value !== undefined && Number.isInteger(value) && value > 0 && value <= largestInteger ? value : null;
}

function statedCapabilities(
	{ id, capabilities }: ListedModel,
	providerType: ProviderType,
	known: KnownModel | null,
): { capabilities: Capability[]; evidence: "listing" | "known" | "id" } {
	if (capabilities === undefined) {
		if (known) return { capabilities: known.capabilities, evidence: "known" };
		// A custom server is one because it speaks the chat API, whatever its models are called.
		return { capabilities: providerType === "custom" ? ["chat"] : capabilitiesFromId(id), evidence: "id" };
	}
	const isWhole = statesEverything.has(providerType) || known === null;
	const all = new Set([...capabilities, ...(isWhole ? [] : known.capabilities)]);
	const isFromListing = all.size === new Set(capabilities).size;
	return { capabilities: vocabulary.filter((word) => all.has(word)), evidence: isFromListing ? "listing" : "known" };
}

interface OfListing {
	current: KnownModel | null;
	listed: ListedModel;
	sources: Sources;
	evidence: Evidence;
}

/** What the listing said of a model's end and says no longer is taken back; what is from elsewhere stays. */
function endFact(
	field: "deprecationDate" | "replacedBy",
	{ current, listed, sources, evidence }: OfListing,
): string | null {
	const said = listed[field];
	if (said !== undefined) {
		sources[field] = evidence;
		return said;
	}
	if (sources[field]?.source !== "provider") return current?.[field] ?? null;
	sources[field] = null;
	return null;
}

function changesOf(before: KnownModel, after: Facts): NewChange[] {
	const changes: NewChange[] = [];
	const moved = (["contextLength", "maxOutputTokens"] as const).filter(
		// A limit that becomes known is no change of the limit.
		(field) => before[field] !== null && before[field] !== after[field],
	);
	if (moved.length > 0) {
		const only = (facts: Pick<Facts, "contextLength" | "maxOutputTokens">) =>
			Object.fromEntries(moved.map((field) => [field, facts[field]]));
		changes.push({ kind: "limits_changed", before: only(before), after: only(after), state: "applied" });
	}
	const [had, has] = [before.capabilities, after.capabilities];
	if (had.length !== has.length || had.some((word) => !has.includes(word))) {
		changes.push({
			kind: "capabilities_changed",
			before: { capabilities: had },
			after: { capabilities: has },
			state: "applied",
		});
	}
	const ends = (["deprecationDate", "replacedBy"] as const).filter((field) => before[field] !== after[field]);
	if (ends.length > 0) {
		const only = (facts: Pick<Facts, "deprecationDate" | "replacedBy">) =>
			Object.fromEntries(ends.map((field) => [field, facts[field]]));
		changes.push({ kind: "deprecated", before: only(before), after: only(after), state: "applied" });
	}
	return changes;
}
