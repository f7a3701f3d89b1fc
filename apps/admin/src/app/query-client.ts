import { QueryClient } from "@tanstack/react-query";
import { isWorthRetrying } from "@/lib/errors.ts";

/** What was refused is not asked again; what was answered holds for a moment. */
export const createQueryClient = (): QueryClient =>
	new QueryClient({
		defaultOptions: { queries: { retry: isWorthRetrying, staleTime: 15_000 }, mutations: { networkMode: "always" } },
	});
