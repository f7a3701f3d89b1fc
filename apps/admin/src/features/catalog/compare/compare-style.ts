import type { SxProps, Theme } from "@mui/material/styles";

const first = { position: "sticky", left: 0, zIndex: 1, bgcolor: "background.paper" } as const;

/** The table scrolls in its own place, so that its head and its first column can stay. */
export const compareStyle: SxProps<Theme> = {
	flex: 1,
	minHeight: 0,
	overflow: "auto",
	border: 1,
	borderColor: "divider",
	borderRadius: 1,
	bgcolor: "background.paper",
	fontSize: 13,
	mb: { xs: 1, md: 2 },
	"&:focus-visible": { outline: "2px solid", outlineColor: "primary.main" },
	"& table": { borderCollapse: "separate", borderSpacing: 0, width: 1 },
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
	"& thead th": { minWidth: { xs: 148, md: 176 } },
	"& thead td": { left: 0, zIndex: 3, minWidth: { xs: 104, md: 168 }, maxWidth: 168 },
	"& tbody th": { ...first, fontWeight: 400, color: "text.secondary" },
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
