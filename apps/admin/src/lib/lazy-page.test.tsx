import { Suspense } from "react";
import { renderToString } from "react-dom/server";
import { expect, it } from "vitest";
import { type LazyPage, lazyPage } from "./lazy-page.tsx";

const page = () => lazyPage(async () => ({ default: () => <p>The page</p> }));
const firstDrawing = (Page: LazyPage) =>
	renderToString(
		<Suspense fallback="A moment">
			<Page />
		</Suspense>,
	);

it("is drawn at once where it was fetched before, and awaited where it was not", async () => {
	const fetched = page();
	await fetched.preload();
	expect(firstDrawing(fetched)).toContain("The page");
	expect(firstDrawing(page())).toContain("A moment");
});
