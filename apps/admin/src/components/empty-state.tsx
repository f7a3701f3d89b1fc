import Stack from "@mui/material/Stack";
import type SvgIcon from "@mui/material/SvgIcon";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";

interface EmptyStateProps {
	icon?: typeof SvgIcon;
	title: string;
	/** What this place is for. */
	children?: ReactNode;
	/** The one thing to do next. */
	action?: ReactNode;
}

/** What stands where there is nothing yet. */
export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
	return (
		<Stack sx={{ alignItems: "center", textAlign: "center", gap: 1, px: 3, py: 6, color: "text.secondary" }}>
			{Icon && <Icon aria-hidden sx={{ fontSize: 32, opacity: 0.7 }} />}
			<Typography variant="h2" component="p" color="textPrimary">
				{title}
			</Typography>
			{children && (
				<Typography variant="body2" sx={{ maxWidth: 440 }}>
					{children}
				</Typography>
			)}
			{action && <Stack sx={{ mt: 1 }}>{action}</Stack>}
		</Stack>
	);
}
