import "@fontsource-variable/inter";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "@/app/app.tsx";
import { features } from "@/app/features.ts";
import { fetchFirstPage } from "@/app/first-page.ts";

const root = document.getElementById("root");
if (root) {
	const routes = features.flatMap((feature) => feature.routes);
	void fetchFirstPage(routes, window.location.pathname).then(() =>
		createRoot(root).render(
			<StrictMode>
				<App />
			</StrictMode>,
		),
	);
}
