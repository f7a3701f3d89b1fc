import type { AuditFilters } from "@llm-hub/api/schemas";
import { parseAsInteger, parseAsIsoDateTime, parseAsString, useQueryStates } from "nuqs";
import { useMemo } from "react";

const parsers = {
	q: parseAsString.withDefault(""),
	who: parseAsString.withDefault(""),
	action: parseAsString,
	target: parseAsString.withDefault(""),
	from: parseAsIsoDateTime,
	to: parseAsIsoDateTime,
	/** The event that is open beside the list. */
	event: parseAsInteger,
};

const nothing = { q: null, who: null, action: null, target: null, from: null, to: null };

/** What the audit shows, whole in the URL: a link shows a colleague the same. */
export function useAuditView() {
	const [view, setView] = useQueryStates(parsers, { history: "replace" });
	const { q, who, action, target, from, to } = view;
	const filters = useMemo<AuditFilters>(
		() => ({
			text: q.trim() || undefined,
			actor: who.trim() || undefined,
			action: action ?? undefined,
			target: target.trim() || undefined,
			since: from?.toISOString(),
			until: to?.toISOString(),
		}),
		[q, who, action, target, from, to],
	);
	const isFiltered = Object.values(filters).some((value) => value !== undefined);
	return { view, setView, filters, isFiltered, clear: () => void setView(nothing) };
}

export type AuditView = ReturnType<typeof useAuditView>;
