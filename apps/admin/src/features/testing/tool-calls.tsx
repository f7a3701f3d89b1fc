import type { ToolCallOutput } from "@llm-hub/api/schemas";
import Box from "@mui/material/Box";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";

/** JSON as people read it; what is no JSON is shown as the model wrote it. */
const readable = (text: string): string => {
	try {
		return JSON.stringify(JSON.parse(text), null, 2);
	} catch {
		return text;
	}
};

/** The tools that the model wants called, and with what. */
export function ToolCalls({ calls }: { calls: readonly ToolCallOutput[] }) {
	if (calls.length === 0) return null;
	return (
		<Stack component="section" aria-label="Tool calls" sx={{ gap: 1, mt: 1 }}>
			<Typography variant="body2" color="textSecondary">
				The model asks for these tools. Nothing was executed.
			</Typography>
			{calls.map(({ id, name, arguments: written }, index) => (
				<Box key={id || index} sx={{ border: 1, borderColor: "divider", borderRadius: 1 }}>
					<Box sx={{ px: 1.5, py: 0.75, fontSize: 13, fontWeight: 600, overflowWrap: "anywhere" }}>{name}</Box>
					<Box
						component="pre"
						// Long arguments scroll, which a keyboard must reach.
						tabIndex={0}
						aria-label={`Arguments of ${name}`}
						sx={{ m: 0, px: 1.5, pb: 1, fontSize: 13, overflow: "auto", maxHeight: 320 }}
					>
						{readable(written)}
					</Box>
				</Box>
			))}
		</Stack>
	);
}
