import { useState } from "react";
import { type Change, groupChanges, topicOf } from "./change-groups.ts";

/** Which of the waiting changes are chosen, over all groups. What was decided meanwhile is no longer among them. */
export function useChosenChanges(waiting: readonly Change[]) {
	const [kept, setKept] = useState<ReadonlySet<number>>(new Set());
	const changes = waiting.filter(({ id }) => kept.has(id));
	return {
		ids: new Set(changes.map(({ id }) => id)),
		/** Those that can be accepted, in groups: a refused price can only be dismissed. */
		acceptable: groupChanges(changes.filter((change) => topicOf(change) !== "refused")),
		put: (ids: readonly number[], on: boolean) =>
			setKept((last) => {
				const next = new Set(last);
				for (const id of ids) on ? next.add(id) : next.delete(id);
				return next;
			}),
		clear: () => setKept(new Set()),
	};
}
