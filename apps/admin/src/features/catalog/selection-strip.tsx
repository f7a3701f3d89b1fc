import Paper from "@mui/material/Paper";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import { formatCount } from "@/lib/format.ts";

interface SelectionStripProps {
	label: string;
	count: number;
	/** Where it stays in sight while the list below scrolls, px from the top. */
	stickyAt?: number;
	children: ReactNode;
}

/** How much is selected in a list, and what can be done with it. */
export const SelectionStrip = ({ label, count, stickyAt, children }: SelectionStripProps) => (
	<Paper
		component="section"
		aria-label={label}
		variant="outlined"
		sx={{
			display: "flex",
			flexWrap: "wrap",
			alignItems: "center",
			gap: 0.5,
			px: 1.5,
			py: 0.5,
			...(stickyAt !== undefined && { position: "sticky", top: stickyAt, zIndex: 2 }),
		}}
	>
		<Typography variant="body2" role="status" sx={{ fontWeight: 550, mr: 1, fontVariantNumeric: "tabular-nums" }}>
			{formatCount(count)} selected
		</Typography>
		{children}
	</Paper>
);
