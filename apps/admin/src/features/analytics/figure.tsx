import Box from "@mui/material/Box";
import Paper from "@mui/material/Paper";
import type { ReactNode } from "react";

interface FigureProps {
	label: string;
	value: ReactNode;
	/** What the number leaves out, or how it was counted. */
	note?: ReactNode;
}

/** One number with its name and what it does not say. */
export function Figure({ label, value, note }: FigureProps) {
	return (
		<Paper variant="outlined" sx={{ p: 2, minWidth: 0 }}>
			<Box component="dt" sx={{ fontSize: 13, color: "text.secondary" }}>
				{label}
			</Box>
			<Box component="dd" sx={{ m: 0, mt: 0.5 }}>
				<Box sx={{ fontSize: 24, fontWeight: 600, lineHeight: 1.3, fontVariantNumeric: "tabular-nums" }}>{value}</Box>
				<Box sx={{ fontSize: 13, color: "text.secondary", minHeight: 20 }}>{note}</Box>
			</Box>
		</Paper>
	);
}
