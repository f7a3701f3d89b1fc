import { type Role, roles } from "@llm-hub/api/schemas";
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { trpc } from "@/lib/trpc.ts";

export const pageSize = 50;

const parsers = {
	q: parseAsString.withDefault(""),
	role: parseAsStringLiteral(roles),
	tier: parseAsString,
	status: parseAsStringLiteral(["active", "disabled"]),
	page: parseAsInteger.withDefault(1),
	user: parseAsString,
};

/** The view of the users, whole in the URL, and what it shows. */
export function useUsersView() {
	const [view, set] = useQueryStates(parsers, { history: "replace" });
	const { q, role, tier, status, page } = view;
	const users = trpc.access.users.list.useQuery(
		{
			search: q.trim() || undefined,
			role: role ?? undefined,
			tierCode: tier ?? undefined,
			disabled: status === null ? undefined : status === "disabled",
			limit: pageSize,
			offset: (Math.max(1, page) - 1) * pageSize,
		},
		{ placeholderData: (before) => before },
	);
	/** A change of the filters begins on the first page. */
	const setFilter = (changed: {
		q?: string | null;
		role?: Role | null;
		tier?: string | null;
		status?: typeof status;
	}) => void set({ ...changed, page: null });
	const clear = () => setFilter({ q: null, role: null, tier: null, status: null });
	const isFiltered = q.trim() !== "" || role !== null || tier !== null || status !== null;
	return { view, set, setFilter, clear, users, isFiltered };
}
