import type { RunEnd } from "@llm-hub/api/schemas";
import { formatCount } from "@/lib/format.ts";
import { wasMetered } from "./run-state.ts";

/** What a run's tokens hold: those from the provider's cache and those it thought with, also where it did not count them. */
export function tokenNotes(end: RunEnd, isReasoned: boolean): string[] {
	const { cachedInputTokens, reasoningTokens } = end;
	const notes: string[] = [];
	if (cachedInputTokens) notes.push(`${formatCount(cachedInputTokens)} cached`);
	if (reasoningTokens) notes.push(`${formatCount(reasoningTokens)} reasoning`);
	if (reasoningTokens === null && isReasoned && wasMetered(end)) notes.push("reasoning not counted");
	return notes;
}
