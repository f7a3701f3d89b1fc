import type { Feature } from "@/lib/feature.ts";
import { lazyPage } from "@/lib/lazy-page.tsx";
import { paths } from "@/lib/paths.ts";

export const account: Feature = {
	access: "signed-in",
	menu: { label: "Account", path: paths.account },
	routes: [{ path: paths.account, Component: lazyPage(() => import("./account-page.tsx")) }],
};
