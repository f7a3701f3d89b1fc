import type { ChangeKind, ProviderType } from "@llm-hub/api/schemas";
import type { RouterOutputs } from "@llm-hub/api/types";
import { plural } from "@/lib/format.ts";

export type Change = RouterOutputs["catalog"]["changes"]["list"]["changes"][number];

/** What a change is about; a price that was refused is a matter of its own, for nobody can accept it. */
export type Topic = ChangeKind | "refused";

export interface ChangeGroup {
	key: string;
	topic: Topic;
	provider: ProviderType;
	endpoint: string | null;
	changes: Change[];
}

export const topicOf = ({ kind, after }: Pick<Change, "kind" | "after">): Topic =>
	after?.refused === undefined ? kind : "refused";

/** In the order that people want to decide them: what changes a bill comes first. */
export const topicNames: Record<Topic, string> = {
	repriced: "Repriced",
	sources_disagree: "Sources disagree",
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
	repriced: "A jump over 10×, or to or from zero, waits for a person. Until then the old price stays in force.",
	sources_disagree:
		"Another source names a price over 10× away, or zero, so it waits for a person. Until then the old price stays in force.",
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
	]
		.filter(Boolean)
		.join(" ");
}
