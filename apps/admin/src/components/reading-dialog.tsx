import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import useMediaQuery from "@mui/material/useMediaQuery";
import { type ReactNode, useId } from "react";

interface ReadingDialogProps {
	title: string;
	maxWidth: "sm" | "md" | "lg";
	/** Px that what is on the way will need: the dialog does not grow when it comes. */
	minHeight?: number;
	/** Another action, at the left. */
	aside?: ReactNode;
	children: ReactNode;
	onClose: () => void;
}

/** A dialog that shows something and is closed: there is nothing to send. */
export function ReadingDialog({ title, maxWidth, minHeight, aside, children, onClose }: ReadingDialogProps) {
	const titleId = useId();
	// A phone has no room to waste for what is wide.
	const isSmall = useMediaQuery("(max-width: 599px)") && maxWidth !== "sm";
	return (
		<Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth={maxWidth} fullWidth fullScreen={isSmall}>
			<DialogTitle id={titleId}>{title}</DialogTitle>
			<DialogContent sx={{ minHeight }}>{children}</DialogContent>
			<DialogActions>
				{aside}
				<Button color="inherit" onClick={onClose} autoFocus>
					Close
				</Button>
			</DialogActions>
		</Dialog>
	);
}
