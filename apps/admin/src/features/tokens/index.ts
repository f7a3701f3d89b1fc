import type { Feature } from "@/lib/feature.ts";
import { lazyPage } from "@/lib/lazy-page.tsx";
import { paths } from "@/lib/paths.ts";

export const tokens: Feature = {
	access: "signed-in",
	menu: { label: "API tokens", path: paths.tokens },
	routes: [{ path: paths.tokens, Component: lazyPage(() => import("./tokens-page.tsx")) }],
};
