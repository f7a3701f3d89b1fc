import type { RouterOutputs } from "@llm-hub/api/types";
import { useState } from "react";
import { trpc } from "@/lib/trpc.ts";

export type Rule = RouterOutputs["access"]["rules"]["list"]["rules"][number];
/** A rule with a key that stays while its fields change. */
export type DraftRule = Rule & { key: string };

let made = 0;
const keyed = (rule: Rule): DraftRule => ({ ...rule, key: `r${++made}` });
const bare = ({ key: _, ...rule }: DraftRule): Rule => rule;

/** The order in which rules win: as the server sorts them. */
const byPrecedence = (a: Rule, b: Rule) =>
	b.priority - a.priority || b.modelPattern.length - a.modelPattern.length || Number(a.allowed) - Number(b.allowed);

/** The rules as they are being edited: nothing counts before it is saved. */
export function useRuleDraft() {
	const rules = trpc.access.rules.list.useQuery(undefined, { refetchOnWindowFocus: false });
	const [draft, setDraft] = useState<{ version: string; rules: DraftRule[] } | null>(null);
	const [saved, setSaved] = useState<{ version: string; rules: DraftRule[] } | null>(null);
	if (rules.data && saved?.version !== rules.data.version) {
		setSaved({ version: rules.data.version, rules: rules.data.rules.map(keyed) });
	}
	const current = draft ?? saved;
	const edit = (change: (before: DraftRule[]) => DraftRule[]) => {
		if (current) setDraft({ version: current.version, rules: change(current.rules) });
	};
	return {
		query: rules,
		rules: current?.rules,
		isDirty: draft !== null,
		toSave: () => ({ version: current?.version, rules: (current?.rules ?? []).map(bare) }),
		change: (key: string, fields: Partial<Rule>) =>
			edit((all) => all.map((rule) => (rule.key === key ? { ...rule, ...fields } : rule))),
		remove: (key: string) => edit((all) => all.filter((rule) => rule.key !== key)),
		add: (tierCode: string) =>
			edit((all) => [
				...all,
				keyed({
					tierCode,
					modelPattern: "",
					allowed: true,
					maxRequestsPerDay: null,
					maxContextLength: null,
					priority:
						Math.max(0, ...all.filter((rule) => rule.tierCode === tierCode).map(({ priority }) => priority)) + 10,
				}),
			]),
		/** Puts a rule at a place in its tier's order, 0 first: it wins over those after it. */
		place: (rule: DraftRule, at: number) =>
			edit((all) => {
				const order = rulesOf(all, rule.tierCode).filter(({ key }) => key !== rule.key);
				order.splice(at, 0, rule);
				// Renumbered, so that the order shown is the order that counts.
				const priorities = new Map(order.map(({ key }, index) => [key, (order.length - index) * 10]));
				return all.map((each) => ({ ...each, priority: priorities.get(each.key) ?? each.priority }));
			}),
		discard: () => setDraft(null),
	};
}

/** One tier's rules in the order in which they win. */
export const rulesOf = (rules: readonly DraftRule[], tierCode: string): DraftRule[] =>
	rules.filter((rule) => rule.tierCode === tierCode).toSorted(byPrecedence);
