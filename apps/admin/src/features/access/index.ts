import type { Feature } from "@/lib/feature.ts";
import { lazyPage } from "@/lib/lazy-page.tsx";
import { paths } from "@/lib/paths.ts";

export const access: Feature = {
	access: "admin",
	menu: { label: "Access", path: paths.access },
	routes: [{ path: paths.access, Component: lazyPage(() => import("./access-page.tsx")) }],
};
