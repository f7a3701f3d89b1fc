import { hashKey, useQueryClient } from "@tanstack/react-query";
import { getQueryKey } from "@trpc/react-query";
import { useCallback } from "react";
import { trpc } from "./trpc.ts";

/** Who is signed in. `user` is null for a visitor and undefined until the server has answered. */
export function useSession() {
	const me = trpc.auth.me.useQuery(undefined, { staleTime: 60_000 });
	return {
		user: me.data?.user,
		isAdmin: me.data?.user?.role === "admin",
		needsSetup: me.data?.needsSetup ?? false,
		offersSso: me.data?.sso ?? false,
		error: me.error,
		retry: () => void me.refetch(),
	};
}

/** Leaves nothing of a person's prompts behind on a computer that others use. For an explicit sign-out. */
export function forgetDrafts(): void {
	for (const key of Object.keys(localStorage)) if (key.startsWith("llm-hub.")) localStorage.removeItem(key);
}

/** Asks who is here now, then forgets what the last visitor saw. Await it before going on to a page. */
export function useSessionChanged() {
	const queryClient = useQueryClient();
	const utils = trpc.useUtils();
	return useCallback(async () => {
		await utils.auth.me.refetch();
		const me = hashKey(getQueryKey(trpc.auth.me, undefined, "query"));
		await queryClient.resetQueries({ predicate: ({ queryHash }) => queryHash !== me });
	}, [queryClient, utils]);
}
