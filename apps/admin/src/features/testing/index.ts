import ScienceIcon from "@mui/icons-material/ScienceOutlined";
import type { Feature } from "@/lib/feature.ts";
import { lazyPage } from "@/lib/lazy-page.tsx";
import { paths } from "@/lib/paths.ts";

export const testing: Feature = {
	access: "signed-in",
	tab: { label: "Testing Lab", path: paths.testing, icon: ScienceIcon },
	pages: [
		{ label: "Templates", path: paths.templates },
		{ label: "Suites", path: paths.suites },
	],
	routes: [
		{ path: paths.testing, Component: lazyPage(() => import("./testing-page.tsx")) },
		{ path: paths.suites, Component: lazyPage(() => import("./suites/suites-page.tsx")) },
		{ path: `${paths.suites}/new`, Component: lazyPage(() => import("./suites/new-suite-page.tsx")) },
		{ path: `${paths.suites}/:suiteId`, Component: lazyPage(() => import("./suites/suite-page.tsx")) },
		{ path: paths.templates, Component: lazyPage(() => import("./templates/templates-page.tsx")) },
	],
};
