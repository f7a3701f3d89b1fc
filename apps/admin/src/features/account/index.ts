import { lazy } from "react";
import type { Feature } from "@/lib/feature.ts";
import { paths } from "@/lib/paths.ts";

export const account: Feature = {
	access: "signed-in",
	menu: { label: "Account", path: paths.account },
	routes: [{ path: paths.account, Component: lazy(() => import("./account-page.tsx")) }],
};
