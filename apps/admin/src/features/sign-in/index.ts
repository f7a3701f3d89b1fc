import type { Feature } from "@/lib/feature.ts";
import { lazyPage } from "@/lib/lazy-page.tsx";
import { paths } from "@/lib/paths.ts";

export const signIn: Feature = {
	access: "bare",
	routes: [
		{ path: paths.signIn, Component: lazyPage(() => import("./sign-in-page.tsx")) },
		{ path: paths.setup, Component: lazyPage(() => import("./setup-page.tsx")) },
	],
};
