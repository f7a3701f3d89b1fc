import Box from "@mui/material/Box";
import type { ReactNode } from "react";

interface FactProps {
	label: string;
	/** How the label, what it says and what stands beside that share the line, for CSS. */
	columns: string | { xs: string; sm: string };
	/** Where it is from, in smaller words. */
	aside?: ReactNode;
	children: ReactNode;
}

/** One line of a list of facts. */
export const Fact = ({ label, columns, aside, children }: FactProps) => (
	<Box
		sx={{
			display: "grid",
			gridTemplateColumns: columns,
			columnGap: 2,
			py: 0.75,
			borderBottom: 1,
			borderColor: "divider",
			fontSize: 14,
			alignItems: "baseline",
		}}
	>
		<Box component="dt" sx={{ color: "text.secondary" }}>
			{label}
		</Box>
		<Box component="dd" sx={{ m: 0, minWidth: 0, overflowWrap: "anywhere", fontVariantNumeric: "tabular-nums" }}>
			{children}
		</Box>
		{aside && (
			<Box component="dd" sx={{ m: 0, gridColumn: { xs: 2, sm: "auto" }, fontSize: 12, color: "text.secondary" }}>
				{aside}
			</Box>
		)}
	</Box>
);
