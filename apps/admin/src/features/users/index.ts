import type { Feature } from "@/lib/feature.ts";
import { lazyPage } from "@/lib/lazy-page.tsx";
import { paths } from "@/lib/paths.ts";

export const users: Feature = {
	access: "admin",
	menu: { label: "Users", path: paths.users },
	routes: [{ path: paths.users, Component: lazyPage(() => import("./users-page.tsx")) }],
};
