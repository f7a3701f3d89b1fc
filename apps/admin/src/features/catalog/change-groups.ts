import type { ChangeKind, ProviderType } from "@llm-hub/api/schemas";
import type { RouterOutputs } from "@llm-hub/api/types";
import { plural } from "@/lib/format.ts";

export type Change = RouterOutputs["catalog"]["changes"]["list"]["changes"][number];

/**
 * What a change is about. Matters of their own are a price that was refused, for nobody can accept it, and one that the
 * provider's listing no longer names.
 */
export type Topic = ChangeKind | "refused" | "unlisted";

export interface ChangeGroup {
	key: string;
	topic: Topic;
	provider: ProviderType;
	endpoint: string | null;
	changes: Change[];
}

export function topicOf({ kind, after }: Pick<Change, "kind" | "after">): Topic {
	if (after?.refused !== undefined) return "refused";
	return after?.price !== undefined && after.reason !== undefined ? "unlisted" : kind;
}

/** In the order that people want to decide them: what changes a bill comes first. */
export const topicNames: Record<Topic, string> = {
	repriced: "Repriced",
	sources_disagree: "Sources disagree",
	unlisted: "Price no longer listed",
	refused: "Price refused",
	gone: "Gone",
	deprecated: "End announced",
	limits_changed: "Limits changed",
	capabilities_changed: "Capabilities changed",
	new: "New",
	back: "Back again",
};
const order = Object.keys(topicNames);

/** Why the changes of a topic wait, and what deciding does. */
export const waitReasons: Partial<Record<Topic, string>> = {
	repriced:
		"A jump over 10×, to or from zero, or to an unknown price waits for a person. Until then the old price stays in force.",
	sources_disagree:
		"Another source names a price over 10× away, to or from zero, or only half of one, so it waits for a person. Until then the old price stays in force.",
	unlisted:
		"The last listed price stays in force, with its date. Accept replaces it, by an unknown one where nobody names any; dismiss keeps it.",
	refused: "Such a price is never in force, so there is nothing to accept. Dismiss it once you have looked.",
	gone: "The provider may still answer, so nothing is retired unasked. Accept retires the model; dismiss keeps it.",
};

/** Changes by what they are about and whose they are; within a group in the order given. */
export function groupChanges(changes: readonly Change[]): ChangeGroup[] {
	const groups = new Map<string, ChangeGroup>();
	for (const change of changes) {
		const topic = topicOf(change);
		const { provider, endpoint } = change;
		const key = [topic, provider, endpoint ?? ""].join("/");
		const group = groups.get(key) ?? { key, topic, provider, endpoint, changes: [] };
		group.changes.push(change);
		groups.set(key, group);
	}
	return [...groups.values()].sort(
		(a, b) => order.indexOf(a.topic) - order.indexOf(b.topic) || a.key.localeCompare(b.key, "en"),
	);
}

/** The lines that every one of several things says, so that they can be said once; none for a single thing. */
export function saidByAll([first = [], ...rest]: readonly (readonly string[])[]): string[] {
	return rest.length === 0 ? [] : first.filter((line) => rest.every((lines) => lines.includes(line)));
}

/** Lines as one text: each is a sentence there. */
export const asText = (lines: readonly (string | undefined)[]): string =>
	lines
		.filter((line) => line !== undefined)
		.map((line) => (line.endsWith(".") ? line : `${line}.`))
		.join(" ");

export const nothingChanges = "Everything stays as it is, and the same is not proposed again.";

/** What accepting does, in words. */
export function consequences(groups: readonly Pick<ChangeGroup, "topic" | "changes">[]): string {
	const count = (isGone: boolean) =>
		groups.filter(({ topic }) => (topic === "gone") === isGone).reduce((sum, { changes }) => sum + changes.length, 0);
	const [gone, priced] = [count(true), count(false)];
	return [
		gone > 0 &&
			`${plural(gone, "model")} will be retired: nobody can run them, and the history keeps them. They come back when the provider lists them again.`,
		priced > 0 &&
			`The new prices of ${plural(priced, "model")} are in force from now on. Earlier runs keep what they cost.`,
		groups.some(({ changes }) => changes.some(({ after }) => after?.price === null)) &&
			"Where the new price is unknown, the cost of runs will be unknown too.",
	]
		.filter(Boolean)
		.join(" ");
}
