import BarChartIcon from "@mui/icons-material/BarChartOutlined";
import { lazy } from "react";
import type { Feature } from "@/lib/feature.ts";
import { paths } from "@/lib/paths.ts";

export const analytics: Feature = {
	access: "signed-in",
	tab: { label: "Analytics", path: paths.analytics, icon: BarChartIcon },
	routes: [{ path: paths.analytics, Component: lazy(() => import("./analytics-page.tsx")) }],
};
