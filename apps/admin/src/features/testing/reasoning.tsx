import Box from "@mui/material/Box";
import { Markdown } from "@/components/markdown.tsx";

/** What a model thought before it answered; folded, because the answer is what was asked for. */
export function Reasoning({ text, live }: { text: string; live: boolean }) {
	if (text === "") return null;
	return (
		<Box component="details" sx={{ mb: 2, color: "text.secondary", fontSize: 13 }}>
			<Box component="summary" sx={{ cursor: "pointer", width: "fit-content" }}>
				{live ? "Reasoning…" : "Reasoning"}
			</Box>
			<Box sx={{ mt: 1, pl: 2, borderLeft: 2, borderColor: "divider" }}>
				<Markdown text={text} />
			</Box>
		</Box>
	);
}
