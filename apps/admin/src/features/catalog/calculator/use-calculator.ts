import type { CalculateInput } from "@llm-hub/api/schemas";
import { keepPreviousData } from "@tanstack/react-query";
import { parseAsArrayOf, parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useDeferredValue, useMemo } from "react";
import { useSession } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";

/** As many as the API calculates. */
export const mostCalculated = 50;

const parsers = {
	/** Ids or aliases; none is the cheapest that may be used. */
	models: parseAsArrayOf(parseAsString).withDefault([]),
	basis: parseAsStringLiteral(["given", "runs"]).withDefault("given"),
	scope: parseAsStringLiteral(["own", "company"]).withDefault("own"),
	messages: parseAsInteger.withDefault(500),
	days: parseAsInteger.withDefault(30),
	in: parseAsInteger.withDefault(1_500),
	out: parseAsInteger.withDefault(250),
	spread: parseAsInteger.withDefault(25),
	cached: parseAsInteger.withDefault(40),
	/** The model that is used now. */
	now: parseAsString,
};

export type Calculator = ReturnType<typeof useCalculator>;

/** The whole calculation lives in the URL, so that a link shows a colleague the same figures. */
export function useCalculator() {
	const { user, isAdmin } = useSession();
	const [url, set] = useQueryStates(parsers, { history: "replace" });
	const { models, basis, scope, messages, days, spread, cached, now } = url;
	const chosen = useMemo(() => [...new Set(models)].slice(0, mostCalculated), [models]);
	const input = useMemo<CalculateInput>(
		() => ({
			models: chosen,
			traffic:
				basis === "runs"
					? { kind: "runs", scope }
					: {
							kind: "given",
							messagesPerDay: messages,
							daysPerMonth: days,
							inputTokens: url.in,
							outputTokens: url.out,
							spreadPercent: spread,
							cachedPercent: cached,
						},
			baseline: now ?? undefined,
		}),
		[chosen, basis, scope, messages, days, url.in, url.out, spread, cached, now],
	);
	// Typing stays smooth, and a number typed fast asks for fewer calculations.
	const result = trpc.catalog.calculate.useQuery(useDeferredValue(input), { placeholderData: keepPreviousData });
	return { url, set, chosen, isCut: new Set(models).size > mostCalculated, result, user, isAdmin };
}
