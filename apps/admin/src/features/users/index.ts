import { lazy } from "react";
import type { Feature } from "@/lib/feature.ts";
import { paths } from "@/lib/paths.ts";

export const users: Feature = {
	access: "admin",
	menu: { label: "Users", path: paths.users },
	routes: [{ path: paths.users, Component: lazy(() => import("./users-page.tsx")) }],
};
