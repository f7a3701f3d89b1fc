import Box from "@mui/material/Box";
import Stack from "@mui/material/Stack";
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
			<Stack
				direction="row"
				sx={{ alignItems: "center", justifyContent: "space-between", gap: 2, mb: 2, minHeight: 40, flexShrink: 0 }}
			>
				<Box sx={{ minWidth: 0 }}>
					<Typography variant="h1">{title}</Typography>
					{truth != null && (
						<Typography component="div" variant="body2" color="textSecondary" sx={{ minHeight: 20 }}>
							{truth}
						</Typography>
					)}
				</Box>
				{action && <Box sx={{ flexShrink: 0, whiteSpace: "nowrap" }}>{action}</Box>}
			</Stack>
			{narrow ? <Box sx={{ maxWidth: 880 }}>{children}</Box> : children}
		</Box>
	);
}
