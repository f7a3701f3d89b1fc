import { QueryClient } from "@tanstack/react-query";
import { isWorthRetrying } from "@/lib/errors.ts";

export const createQueryClient = (): QueryClient =>
	new QueryClient({
		defaultOptions: { queries: { retry: isWorthRetrying, staleTime: 15_000 }, mutations: { networkMode: "always" } },
	});
