import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";

interface PageContainerProps {
	title: string;
	/** What the page stands on and how fresh it is, in one line. */
	truth?: ReactNode;
	/** The page's primary action. */
	action?: ReactNode;
	/** Fills the window's height, for pages that scroll inside themselves. */
	fill?: boolean;
	/** Keeps the content to a width that reads well. */
	narrow?: boolean;
	children: ReactNode;
}

const head = {
	display: "grid",
	gridTemplateColumns: "minmax(0, 1fr) auto",
	alignContent: "center",
	alignItems: "center",
	columnGap: 2,
	minHeight: 40,
	mb: { xs: 1.5, sm: 2 },
	flexShrink: 0,
} as const;
// On a phone the line of truth has the whole width, below title and action.
const truthPlace = { gridColumn: { xs: "1 / -1", sm: 1 }, gridRow: 2, minWidth: 0, minHeight: 20 } as const;
const actionPlace = { gridColumn: 2, gridRow: { xs: 1, sm: "1 / span 2" }, whiteSpace: "nowrap" } as const;

/** The frame of a page: title, one line of truth, primary action at the right. */
export function PageContainer({ title, truth, action, fill, narrow, children }: PageContainerProps) {
	return (
		<Box
			data-fill={fill || undefined}
			sx={{
				px: { xs: 2, md: 3 },
				pt: 2,
				pb: fill ? 0 : 4,
				maxWidth: 1600,
				mx: "auto",
				width: "100%",
				...(fill && { flex: 1, minHeight: 0, display: "flex", flexDirection: "column" }),
			}}
		>
			<title>{`${title} · LLM Hub`}</title>
			<Box sx={head}>
				<Typography variant="h1">{title}</Typography>
				{truth != null && (
					<Typography component="div" variant="body2" color="textSecondary" sx={truthPlace}>
						{truth}
					</Typography>
				)}
				{action && <Box sx={actionPlace}>{action}</Box>}
			</Box>
			{narrow ? <Box sx={{ maxWidth: 880 }}>{children}</Box> : children}
		</Box>
	);
}
