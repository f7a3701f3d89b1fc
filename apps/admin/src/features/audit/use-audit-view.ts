import type { AuditFilters } from "@llm-hub/api/schemas";
import { createSerializer, parseAsInteger, parseAsIsoDateTime, parseAsString, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { paths } from "@/lib/paths.ts";

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

const search = createSerializer(parsers);

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
	/** The address of this view with an event open. */
	const addressOf = (seq: number) => search(paths.audit, { ...view, event: seq });
	return { view, setView, filters, addressOf, isFiltered, clear: () => void setView(nothing) };
}

export type AuditView = ReturnType<typeof useAuditView>;
