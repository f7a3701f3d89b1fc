import VpnKeyIcon from "@mui/icons-material/VpnKeyOutlined";
import { lazy } from "react";
import type { Feature } from "@/lib/feature.ts";
import { paths } from "@/lib/paths.ts";

export const providers: Feature = {
	access: "admin",
	tab: { label: "Providers", path: paths.providers, icon: VpnKeyIcon },
	routes: [{ path: paths.providers, Component: lazy(() => import("./providers-page.tsx")) }],
};
