import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import { type ReactNode, useId } from "react";

interface ConfirmDialogProps {
	open: boolean;
	title: string;
	/** What will happen, and what will not come back. */
	children: ReactNode;
	/** The verb, such as "Delete key". */
	confirmLabel: string;
	/** The way back, where "Cancel" could be taken for the verb. */
	closeLabel?: string;
	pending?: boolean;
	onConfirm: () => void;
	onClose: () => void;
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog({
	open,
	title,
	children,
	confirmLabel,
	closeLabel = "Cancel",
	pending,
	onConfirm,
	onClose,
}: ConfirmDialogProps) {
	const titleId = useId();
	return (
		<Dialog open={open} onClose={onClose} aria-labelledby={titleId} maxWidth="xs" fullWidth>
			<DialogTitle id={titleId}>{title}</DialogTitle>
			<DialogContent>{children}</DialogContent>
			<DialogActions>
				<Button color="inherit" onClick={onClose} autoFocus>
					{closeLabel}
				</Button>
				<Button variant="contained" color="error" onClick={onConfirm} loading={pending}>
					{confirmLabel}
				</Button>
			</DialogActions>
		</Dialog>
	);
}
