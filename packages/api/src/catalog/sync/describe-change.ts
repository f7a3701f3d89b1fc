import {
	describePriceChange,
	formatUsd,
	type ProviderType,
	priceClassNames,
	type RateChange,
} from "@llm-hub/providers";
import type { ChangeFacts, ChangeKind } from "./schema.ts";

interface ToldChange {
	kind: ChangeKind;
	provider: ProviderType;
	before: ChangeFacts | null;
	after: ChangeFacts | null;
}

/** A change in words, a line a fact: "Input $2.00 → $30.00 per 1M". */
export function describeChange({ kind, provider, before, after }: ToldChange): string[] {
	if (after?.refused !== undefined) return [`The provider's price was refused. ${after.refused}`];
	switch (kind) {
		case "new":
			return ["New in the provider's listing."];
		case "gone":
			return after?.reason === undefined ? [] : [after.reason];
		case "back":
			return ["It is in the provider's listing again."];
		case "repriced":
		case "sources_disagree":
			return [
				...(after?.reason === undefined ? [] : [after.reason]),
				...describePriceChange(before?.price ?? null, after?.price ?? null, provider).changes.map(rateLine),
			];
		case "limits_changed":
			return [
				...tokenLine("Context", before?.contextLength, after?.contextLength),
				...tokenLine("Output limit", before?.maxOutputTokens, after?.maxOutputTokens),
			];
		case "capabilities_changed":
			return [
				...difference("Can now", after?.capabilities, before?.capabilities),
				...difference("Can no longer", before?.capabilities, after?.capabilities),
			];
		case "deprecated":
			return endLines(after);
	}
}

function endLines(after: ChangeFacts | null): string[] {
	const { deprecationDate: date, replacedBy } = after ?? {};
	return [
		...(date === undefined ? [] : [date === null ? "Its end was taken back." : `Ends on ${date}.`]),
		...(replacedBy ? [`The provider recommends ${replacedBy} instead.`] : []),
	];
}

function rateLine({ priceClass, aboveInputTokens, ...rate }: RateChange): string {
	if (priceClass === "request")
		return `Fee per request ${fee(rate.from, rate.billedFrom)} → ${fee(rate.to, rate.billedTo)}`;
	const [from, to] = [amount(rate.from ?? rate.billedFrom), amount(rate.to ?? rate.billedTo)];
	const tier = aboveInputTokens > 0 ? ` above ${thousands(aboveInputTokens)} tokens` : "";
	return `${priceClassNames[priceClass]}${tier} ${from} → ${to} per 1M${inPlace(rate)}`;
}

/** A fee that a known price does not name is none. */
const fee = (own: string | null, billed: string | null): string =>
	own === null && billed !== null ? "none" : amount(own);

/** Which of the two amounts is that of another class, which stands in for a rate of its own. */
function inPlace({ from, to, billedFrom, billedTo }: Omit<RateChange, "priceClass" | "aboveInputTokens">): string {
	const [had, has] = [from !== null || billedFrom === null, to !== null || billedTo === null];
	if (had && has) return "";
	if (has) return " (had no rate of its own)";
	return had ? " (no rate of its own any more)" : " (no rate of its own)";
}

const amount = (usd: string | null): string => (usd === null ? "unknown" : formatUsd(usd));

const thousands = (tokens: number): string => tokens.toLocaleString("en-US");

function tokenLine(name: string, from: number | null | undefined, to: number | null | undefined): string[] {
	if (from === undefined && to === undefined) return [];
	const [old, next] = [from, to].map((tokens) => (tokens == null ? "unknown" : thousands(tokens)));
	return [`${name} ${old} → ${next} tokens`];
}

function difference(words: string, all: readonly string[] = [], without: readonly string[] = []): string[] {
	const left = all.filter((word) => !without.includes(word));
	return left.length === 0 ? [] : [`${words}: ${left.join(", ")}`];
}
