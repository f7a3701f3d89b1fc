import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { trpc } from "./trpc.ts";

/** Who is signed in. `user` is null for a visitor and undefined until the server has answered. */
export function useSession() {
	const me = trpc.auth.me.useQuery(undefined, { staleTime: 60_000 });
	return {
		user: me.data?.user,
		isAdmin: me.data?.user?.role === "admin",
		needsSetup: me.data?.needsSetup ?? false,
		error: me.error,
		retry: () => void me.refetch(),
	};
}

/** Forgets what the last visitor saw, then asks who is here now. Await it before going on to a page. */
export function useSessionChanged() {
	const queryClient = useQueryClient();
	const utils = trpc.useUtils();
	return useCallback(async () => {
		queryClient.clear();
		await utils.auth.me.fetch();
	}, [queryClient, utils]);
}
