import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { getQueryKey } from "@trpc/react-query";
import { isSignedOut, isWorthRetrying } from "@/lib/errors.ts";
import { trpc } from "@/lib/trpc.ts";

/** A 401 from anywhere asks who is signed in once more; the gate of the page then leads to sign-in and back. */
export function createQueryClient(): QueryClient {
	const onError = (error: unknown) => {
		if (isSignedOut(error)) void queryClient.invalidateQueries({ queryKey: getQueryKey(trpc.auth.me) });
	};
	const queryClient: QueryClient = new QueryClient({
		queryCache: new QueryCache({ onError }),
		mutationCache: new MutationCache({ onError }),
		defaultOptions: { queries: { retry: isWorthRetrying, staleTime: 15_000 }, mutations: { networkMode: "always" } },
	});
	return queryClient;
}
