import type { RunEnd } from "@llm-hub/api/schemas";
import { formatCount } from "@/lib/format.ts";
import { wasMetered } from "./run-state.ts";

/** What is known of a run's thoughts beside their count. */
export interface Thoughts {
	/** Some came with the answer. */
	areShown: boolean;
	/** The model can think, as far as the catalog knows. */
	arePossible: boolean;
}

/** What a run's tokens hold: those from the provider's cache and those it thought with, also where it did not count them. */
export function tokenNotes(end: RunEnd, { areShown, arePossible }: Thoughts): string[] {
	const { cachedInputTokens, outputTokens, reasoningTokens } = end;
	const notes: string[] = [];
	if (cachedInputTokens) notes.push(`${formatCount(cachedInputTokens)} cached`);
	if (reasoningTokens) notes.push(`${formatCount(reasoningTokens)} reasoning`);
	if (reasoningTokens === null && areShown && wasMetered(end)) notes.push("reasoning not counted");
	if (reasoningTokens === null && !areShown && arePossible && outputTokens) {
		notes.push("any reasoning not shown or counted");
	}
	return notes;
}
