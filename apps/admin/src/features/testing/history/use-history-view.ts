import type { RunsFilter } from "@llm-hub/api/schemas";
import { parseAsBoolean, parseAsIsoDateTime, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { providerNames } from "@/lib/provider-names.ts";

export const runStates = { success: "Done", failed: "Failed", cancelled: "Stopped", started: "Running" } as const;
export const costWords = {
	billed: "Billed",
	computed: "Computed",
	estimated: "Estimated",
	free: "Free",
	unpriced: "Unknown",
} as const;

const keysOf = <Key extends string>(record: Record<Key, unknown>) => Object.keys(record) as Key[];

const parsers = {
	history: parseAsBoolean.withDefault(false),
	q: parseAsString.withDefault(""),
	whose: parseAsString.withDefault("me"),
	provider: parseAsStringLiteral(keysOf(providerNames)),
	model: parseAsString,
	state: parseAsStringLiteral(keysOf(runStates)),
	cost: parseAsStringLiteral(keysOf(costWords)),
	template: parseAsString,
	suite: parseAsString,
	from: parseAsIsoDateTime,
	to: parseAsIsoDateTime,
};

const nothing = {
	q: null,
	whose: null,
	provider: null,
	model: null,
	state: null,
	cost: null,
	template: null,
	suite: null,
	from: null,
	to: null,
};

/** Whether the history is open and what it shows, whole in the URL. */
export function useHistoryView() {
	const [view, setView] = useQueryStates(parsers, { history: "replace", urlKeys: { template: "of-template" } });
	const { history, q, whose, provider, model, state, cost, template, suite, from, to } = view;
	const filter = useMemo<RunsFilter>(
		() => ({
			// Words are searched in one's own tests alone.
			words: (whose === "me" && q.trim()) || undefined,
			who: whose,
			provider: provider ?? undefined,
			modelId: model ?? undefined,
			status: state ?? undefined,
			costState: cost ?? undefined,
			templateId: template ?? undefined,
			suiteId: suite ?? undefined,
			since: from?.toISOString(),
			until: to?.toISOString(),
		}),
		[q, whose, provider, model, state, cost, template, suite, from, to],
	);
	const { who: _, ...narrowing } = filter;
	return {
		view,
		filter,
		isOpen: history,
		isFiltered: whose !== "me" || Object.values(narrowing).some((value) => value !== undefined),
		setView: (next: Partial<typeof view>) => void setView(next),
		clear: () => void setView(nothing),
		open: () => void setView({ history: true }),
		close: () => void setView({ history: null }),
	};
}

export type HistoryView = ReturnType<typeof useHistoryView>;
