import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Portal from "@mui/material/Portal";
import Snackbar from "@mui/material/Snackbar";
import { useHotkeys } from "react-hotkeys-hook";
import { isApple, Kbd } from "./kbd.tsx";
import type { Toast } from "./toast.tsx";

interface ToastBarProps {
	toast: Toast;
	open: boolean;
	onClose: () => void;
}

/** The message itself; one that can be undone stays a little longer. */
export default function ToastBar({ toast, open, onClose }: ToastBarProps) {
	const { message, severity = "success", undo } = toast;
	const action = undo ? { label: "Undo", onClick: undo } : toast.action;
	const act = () => {
		action?.onClick();
		onClose();
	};
	// The bar is far from where the focus is, and does not stay for long.
	useHotkeys("mod+z", act, { enabled: open && undo !== undefined, preventDefault: true });
	return (
		// Beside the page, which is hidden from screen readers while a dialog is open.
		<Portal>
			<Snackbar
				open={open}
				autoHideDuration={action ? 8_000 : 5_000}
				onClose={(_, reason) => reason !== "clickaway" && onClose()}
				sx={{ mb: { xs: 7, md: 0 } }}
			>
				<Alert
					severity={severity}
					variant="outlined"
					onClose={action ? undefined : onClose}
					sx={{ bgcolor: "background.paper", boxShadow: 6, alignItems: "center" }}
					action={
						action && (
							<Button
								onClick={act}
								aria-keyshortcuts={undo && (isApple ? "Meta+Z" : "Control+Z")}
								sx={{ gap: 1, whiteSpace: "nowrap" }}
							>
								{action.label}
								{undo && <Kbd>{isApple ? "⌘Z" : "Ctrl Z"}</Kbd>}
							</Button>
						)
					}
				>
					{message}
				</Alert>
			</Snackbar>
		</Portal>
	);
}
