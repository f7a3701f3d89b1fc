import { matchRoutes, type RouteObject } from "react-router";
import type { LazyPage } from "@/lib/lazy-page.tsx";

/** Longer than this the frame does not wait for the page within it, ms. */
const patience = 500;

/**
 * Fetches the page that stands at an address and its frame, so that the first thing drawn is the page itself; waits for
 * `others`, what else it is drawn with, as long.
 */
export async function fetchFirstPage(
	routes: RouteObject[],
	pathname: string,
	...others: Promise<unknown>[]
): Promise<void> {
	const parts = matchRoutes(routes, pathname)?.map(
		({ route }) => route.Component as Partial<LazyPage> | null | undefined,
	);
	// That a file cannot be had is said where the page would stand.
	const fetched = Promise.all([...(parts?.map((part) => part?.preload?.()) ?? []), ...others]).catch(() => {});
	await Promise.race([fetched, new Promise((resolve) => setTimeout(resolve, patience))]);
}
