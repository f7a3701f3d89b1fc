import MenuBookIcon from "@mui/icons-material/MenuBookOutlined";
import { lazy } from "react";
import type { Feature } from "@/lib/feature.ts";
import { paths } from "@/lib/paths.ts";

export const catalog: Feature = {
	access: "public",
	tab: { label: "Model Catalog", path: paths.catalog, icon: MenuBookIcon },
	// What follows the path is a model's id, which may hold slashes.
	routes: [{ path: `${paths.catalog}/*`, Component: lazy(() => import("./catalog-page.tsx")) }],
};

/** Which models end, for everybody who may use them. */
export const lifecycle: Feature = {
	access: "signed-in",
	menu: { label: "Lifecycle radar", path: paths.lifecycle },
	routes: [{ path: paths.lifecycle, Component: lazy(() => import("./lifecycle/lifecycle-page.tsx")) }],
};
