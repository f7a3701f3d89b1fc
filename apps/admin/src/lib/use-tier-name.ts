import { useCallback, useMemo } from "react";
import { useSession } from "./session.ts";
import { trpc } from "./trpc.ts";

/** What people call the tier with that code; the code itself until that is known, or where the tier is gone. */
export function useTierName(): (code: string) => string {
	const { user } = useSession();
	const { data } = trpc.access.tiers.names.useQuery(undefined, { staleTime: 60_000, enabled: Boolean(user) });
	const names = useMemo(() => new Map(data?.map(({ code, name }) => [code, name])), [data]);
	return useCallback((code) => names.get(code) ?? code, [names]);
}
