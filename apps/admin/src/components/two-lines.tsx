import Box from "@mui/material/Box";
import type { ReactNode } from "react";

const ellipsis = { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" } as const;

interface TwoLinesProps {
	first: ReactNode;
	second: ReactNode;
	/** At the right, over both lines. */
	end?: ReactNode;
}

/** What something is, and in grey below what else there is to know. */
export const TwoLines = ({ first, second, end }: TwoLinesProps) => (
	<Box sx={{ display: "flex", alignItems: "center", gap: 1.5, minWidth: 0 }}>
		<Box sx={{ flex: 1, minWidth: 0 }}>
			<Box sx={{ fontWeight: 550, ...ellipsis }}>{first}</Box>
			<Box sx={{ fontSize: 12, color: "text.secondary", ...ellipsis }}>{second}</Box>
		</Box>
		{end}
	</Box>
);
