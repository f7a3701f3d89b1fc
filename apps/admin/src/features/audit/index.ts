import type { Feature } from "@/lib/feature.ts";
import { lazyPage } from "@/lib/lazy-page.tsx";
import { paths } from "@/lib/paths.ts";

export const audit: Feature = {
	access: "admin",
	menu: { label: "Audit", path: paths.audit },
	routes: [{ path: paths.audit, Component: lazyPage(() => import("./audit-page.tsx")) }],
};
