/** A place that fills what a page leaves of the window, and scrolls within its own border. */
export const scrollFrame = {
	flex: 1,
	minHeight: 0,
	overflow: "auto",
	border: 1,
	borderColor: "divider",
	borderRadius: 1,
	bgcolor: "background.paper",
	mb: { xs: 1, md: 2 },
	"&:focus-visible": { outline: "2px solid", outlineColor: "primary.main" },
} as const;
