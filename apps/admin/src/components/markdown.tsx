import Box from "@mui/material/Box";
import { lazy, Suspense } from "react";

const RenderedMarkdown = lazy(() => import("./rendered-markdown.tsx"));

/** A model's answer, rendered; as plain text until the renderer is here. `live` is one that is still being written. */
export function Markdown({ text, live = false }: { text: string; live?: boolean }) {
	if (text === "") return null;
	return (
		<Suspense fallback={<Box sx={{ whiteSpace: "pre-wrap", fontSize: 14, lineHeight: 1.6 }}>{text}</Box>}>
			<RenderedMarkdown text={text} live={live} />
		</Suspense>
	);
}
