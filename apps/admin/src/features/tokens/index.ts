import { lazy } from "react";
import type { Feature } from "@/lib/feature.ts";
import { paths } from "@/lib/paths.ts";

export const tokens: Feature = {
	access: "signed-in",
	menu: { label: "API tokens", path: paths.tokens },
	routes: [{ path: paths.tokens, Component: lazy(() => import("./tokens-page.tsx")) }],
};
