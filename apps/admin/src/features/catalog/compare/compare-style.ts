import type { SxProps, Theme } from "@mui/material/styles";
import { scrollFrame } from "@/components/scroll-frame.ts";

/** The table scrolls in its own place, so that its head and its first column can stay. */
export const compareStyle: SxProps<Theme> = {
	...scrollFrame,
	fontSize: 13,
	"& table": {
		borderCollapse: "separate",
		borderSpacing: 0,
		tableLayout: "fixed",
		width: 1,
		minWidth: { xs: "calc(104px + var(--columns) * 148px)", md: "calc(168px + var(--columns) * 176px)" },
	},
	"& tbody td": { whiteSpace: "pre-line" },
	"& th, & td": {
		px: { xs: 1, md: 1.5 },
		py: 0.75,
		borderBottom: 1,
		borderColor: "divider",
		textAlign: "left",
		verticalAlign: "top",
		fontVariantNumeric: "tabular-nums",
	},
	"& thead th, & thead td": { position: "sticky", top: 0, zIndex: 2, bgcolor: "background.paper", py: 1 },
	"& thead td": { left: 0, zIndex: 3, width: { xs: 104, md: 168 } },
	"& tbody th": {
		position: "sticky",
		left: 0,
		zIndex: 1,
		bgcolor: "background.paper",
		fontWeight: 400,
		color: "text.secondary",
	},
	"& tr.different th": { color: "text.primary", fontWeight: 550 },
	"& tr.group th": { fontWeight: 600, color: "text.primary", pt: 2 },
	"& .mark": { ml: 0.75, color: "primary.main", fontWeight: 700 },
	"& .muted": { color: "text.secondary" },
	"& .best": {
		display: "inline-block",
		ml: 0.75,
		px: 0.75,
		border: 1,
		borderColor: "success.main",
		borderRadius: 0.75,
		color: "success.main",
		fontSize: 11,
		lineHeight: "16px",
		fontWeight: 550,
		whiteSpace: "nowrap",
	},
	"& .unseen": { position: "absolute", width: 1, height: 1, overflow: "hidden", clipPath: "inset(50%)" },
};
