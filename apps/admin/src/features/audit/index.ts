import { lazy } from "react";
import type { Feature } from "@/lib/feature.ts";
import { paths } from "@/lib/paths.ts";

export const audit: Feature = {
	access: "admin",
	menu: { label: "Audit", path: paths.audit },
	routes: [{ path: paths.audit, Component: lazy(() => import("./audit-page.tsx")) }],
};
