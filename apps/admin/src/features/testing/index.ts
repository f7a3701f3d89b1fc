import ScienceIcon from "@mui/icons-material/ScienceOutlined";
import { lazy } from "react";
import type { Feature } from "@/lib/feature.ts";
import { paths } from "@/lib/paths.ts";

export const testing: Feature = {
	access: "signed-in",
	tab: { label: "Testing Lab", path: paths.testing, icon: ScienceIcon },
	routes: [{ path: paths.testing, Component: lazy(() => import("./testing-page.tsx")) }],
};
