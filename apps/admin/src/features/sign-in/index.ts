import { lazy } from "react";
import type { Feature } from "@/lib/feature.ts";
import { paths } from "@/lib/paths.ts";

export const signIn: Feature = {
	access: "bare",
	routes: [
		{ path: paths.signIn, Component: lazy(() => import("./sign-in-page.tsx")) },
		{ path: paths.setup, Component: lazy(() => import("./setup-page.tsx")) },
	],
};
