import MenuBookIcon from "@mui/icons-material/MenuBookOutlined";
import type { Feature } from "@/lib/feature.ts";
import { lazyPage } from "@/lib/lazy-page.tsx";
import { paths } from "@/lib/paths.ts";

export const catalog: Feature = {
	access: "public",
	tab: { label: "Model Catalog", path: paths.catalog, icon: MenuBookIcon },
	pages: [
		{ label: "Compare models", path: paths.compare() },
		{ label: "Cost calculator", path: paths.calculator() },
	],
	// What follows the path is a model's id, which may hold slashes.
	routes: [
		{ path: paths.compare(), Component: lazyPage(() => import("./compare/compare-page.tsx")) },
		{ path: paths.calculator(), Component: lazyPage(() => import("./calculator/calculator-page.tsx")) },
		{ path: `${paths.catalog}/*`, Component: lazyPage(() => import("./catalog-page.tsx")) },
	],
};

/** Which models end, for everybody who may use them. */
export const lifecycle: Feature = {
	access: "signed-in",
	menu: { label: "Lifecycle radar", path: paths.lifecycle },
	routes: [{ path: paths.lifecycle, Component: lazyPage(() => import("./lifecycle/lifecycle-page.tsx")) }],
};
