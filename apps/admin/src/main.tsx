import "@fontsource-variable/inter";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "@/app/app.tsx";
import { fetchFirstPage } from "@/app/first-page.ts";
import { routes } from "@/app/router.tsx";

const root = document.getElementById("root");
if (root) {
	void fetchFirstPage(routes, window.location.pathname).then(() =>
		createRoot(root).render(
			<StrictMode>
				<App />
			</StrictMode>,
		),
	);
}
