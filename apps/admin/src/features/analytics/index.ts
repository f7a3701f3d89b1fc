import BarChartIcon from "@mui/icons-material/BarChartOutlined";
import type { Feature } from "@/lib/feature.ts";
import { lazyPage } from "@/lib/lazy-page.tsx";
import { paths } from "@/lib/paths.ts";

export const analytics: Feature = {
	access: "signed-in",
	tab: { label: "Analytics", path: paths.analytics, icon: BarChartIcon },
	routes: [{ path: paths.analytics, Component: lazyPage(() => import("./analytics-page.tsx")) }],
};
