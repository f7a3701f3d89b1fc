import VpnKeyIcon from "@mui/icons-material/VpnKeyOutlined";
import type { Feature } from "@/lib/feature.ts";
import { lazyPage } from "@/lib/lazy-page.tsx";
import { paths } from "@/lib/paths.ts";

export const providers: Feature = {
	access: "admin",
	tab: { label: "Providers", path: paths.providers, icon: VpnKeyIcon },
	routes: [{ path: paths.providers, Component: lazyPage(() => import("./providers-page.tsx")) }],
};
