import Paper from "@mui/material/Paper";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";

/** The one card of a page before sign-in. */
export function EntryCard({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
	return (
		<Paper variant="outlined" sx={{ width: "100%", minWidth: { sm: 400 }, maxWidth: 400, p: 3 }}>
			<title>{`${title} · LLM Hub`}</title>
			<Stack sx={{ gap: 2 }}>
				<div>
					<Typography variant="h1">{title}</Typography>
					{lead && (
						<Typography variant="body2" color="textSecondary" sx={{ mt: 0.5 }}>
							{lead}
						</Typography>
					)}
				</div>
				{children}
			</Stack>
		</Paper>
	);
}
