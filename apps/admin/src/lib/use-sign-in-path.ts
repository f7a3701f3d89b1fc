import { useOptimisticSearchParams } from "nuqs/adapters/react-router/v7";
import { useLocation } from "react-router";
import { paths } from "./paths.ts";

/** The way to sign in and back to this page as it is now: of its filters and of the test that it shows the router does not know. */
export function useSignInPath(): string {
	const { pathname } = useLocation();
	const search = useOptimisticSearchParams().toString();
	return paths.signInFrom(search === "" ? pathname : `${pathname}?${search}`);
}
