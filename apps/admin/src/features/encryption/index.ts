import type { Feature } from "@/lib/feature.ts";
import { lazyPage } from "@/lib/lazy-page.tsx";
import { paths } from "@/lib/paths.ts";

export const encryption: Feature = {
	access: "admin",
	menu: { label: "Encryption", path: paths.encryption },
	routes: [{ path: paths.encryption, Component: lazyPage(() => import("./encryption-page.tsx")) }],
};
