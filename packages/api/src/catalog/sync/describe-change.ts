import { describePriceChange, formatUsd, priceClassNames, type RateChange } from "@llm-hub/providers";
import type { ChangeFacts, ChangeKind } from "./schema.ts";

const rateNames: Record<RateChange["priceClass"], string> = { ...priceClassNames, request: "Request" };

/** A change in words, a line a fact: "Input $2.00 → $30.00 per 1M". */
export function describeChange(kind: ChangeKind, before: ChangeFacts | null, after: ChangeFacts | null): string[] {
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
				...describePriceChange(before?.price ?? null, after?.price ?? null).changes.map(rateLine),
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

function rateLine({ priceClass, aboveInputTokens, from, to }: RateChange): string {
	const tier = aboveInputTokens > 0 ? ` above ${thousands(aboveInputTokens)} tokens` : "";
	const unit = priceClass === "request" ? "" : " per 1M";
	return `${rateNames[priceClass]}${tier} ${amount(from)} → ${amount(to)}${unit}`;
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
