import { lazy } from "react";
import type { Feature } from "@/lib/feature.ts";
import { paths } from "@/lib/paths.ts";

export const access: Feature = {
	access: "admin",
	menu: { label: "Access", path: paths.access },
	routes: [{ path: paths.access, Component: lazy(() => import("./access-page.tsx")) }],
};
