import { lazy } from "react";
import type { Feature } from "@/lib/feature.ts";
import { paths } from "@/lib/paths.ts";

export const encryption: Feature = {
	access: "admin",
	menu: { label: "Encryption", path: paths.encryption },
	routes: [{ path: paths.encryption, Component: lazy(() => import("./encryption-page.tsx")) }],
};
