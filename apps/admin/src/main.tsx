import "@fontsource-variable/inter";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "@/app/app.tsx";
import { fetchFirstPage } from "@/app/first-page.ts";
import { routes } from "@/app/router.tsx";

const root = document.getElementById("root");
if (root) {
	// In another font its lines would break elsewhere, and what is below them move once ours is here.
	const font = document.fonts.load('1em "Inter Variable"');
	void fetchFirstPage(routes, window.location.pathname, font).then(() =>
		createRoot(root).render(
			<StrictMode>
				<App />
			</StrictMode>,
		),
	);
}
