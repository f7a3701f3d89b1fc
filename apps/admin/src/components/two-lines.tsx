import Box from "@mui/material/Box";
import type { ReactNode } from "react";

/** In a table one line each; on a phone, where nothing else says it, two. */
const clamped = {
	overflow: "hidden",
	textOverflow: "ellipsis",
	overflowWrap: "anywhere",
	display: { xs: "-webkit-box", md: "block" },
	WebkitLineClamp: 2,
	WebkitBoxOrient: "vertical",
	whiteSpace: { md: "nowrap" },
} as const;
const titleOf = (line: ReactNode) => (typeof line === "string" ? line : undefined);

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
			<Box title={titleOf(first)} sx={{ fontWeight: 550, ...clamped }}>
				{first}
			</Box>
			<Box title={titleOf(second)} sx={{ fontSize: 12, color: "text.secondary", ...clamped }}>
				{second}
			</Box>
		</Box>
		{end}
	</Box>
);
