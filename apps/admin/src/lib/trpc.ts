import type { AppRouter } from "@llm-hub/api/types";
import { httpBatchStreamLink, httpLink, httpSubscriptionLink, splitLink, type TRPCLink } from "@trpc/client";
import { createTRPCReact } from "@trpc/react-query";
import { tap } from "@trpc/server/observable";
import { isSignedOut } from "./errors.ts";

const url = "/trpc";

export const trpc = createTRPCReact<AppRouter>();

/** For a call that somebody waits for: it is sooner there than in company. */
export const alone = { trpc: { context: { alone: true } } };

/** Of a page's queries and changes, of streams, and of what is called by hand. */
const tellWhenSignedOut =
	(onSignedOut: () => void): TRPCLink<AppRouter> =>
	() =>
	({ next, op }) =>
		next(op).pipe(tap({ error: (error) => isSignedOut(error) && onSignedOut() }));

/**
 * Calls travel together and stream back one by one. What is about the session travels alone: a streamed answer has sent
 * its headers before the procedure ran, so it could not set the cookie. So does a call with `alone`.
 * @param onSignedOut told of each 401
 */
export const createTrpcClient = (onSignedOut: () => void) =>
	trpc.createClient({
		links: [
			tellWhenSignedOut(onSignedOut),
			splitLink({
				condition: (operation) => operation.type === "subscription",
				true: httpSubscriptionLink({ url }),
				false: splitLink({
					condition: ({ path, context }) => path.startsWith("auth.") || context.alone === true,
					true: httpLink({ url }),
					false: httpBatchStreamLink({ url, maxURLLength: 4_000, maxItems: 10 }),
				}),
			}),
		],
	});
