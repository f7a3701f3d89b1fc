import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { CopyButton } from "./copy-button.tsx";

/** What leads an admin from a failure to its lines in the log. */
export function RequestId({ id }: { id: string }) {
	return (
		<Box sx={{ display: "flex", alignItems: "center", gap: 0.5, mt: 0.5 }}>
			<Typography variant="caption" color="textSecondary" sx={{ overflowWrap: "anywhere" }}>
				Request <code>{id}</code>
			</Typography>
			<CopyButton text={id} label="Copy the request id" />
		</Box>
	);
}
