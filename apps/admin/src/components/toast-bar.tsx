import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Portal from "@mui/material/Portal";
import Snackbar from "@mui/material/Snackbar";
import type { Toast } from "./toast.tsx";

interface ToastBarProps {
	toast: Toast;
	open: boolean;
	onClose: () => void;
}

/** The message itself; one that can be undone stays a little longer. */
export default function ToastBar({ toast, open, onClose }: ToastBarProps) {
	const { message, severity = "success", action } = toast;
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
								onClick={() => {
									action.onClick();
									onClose();
								}}
							>
								{action.label}
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
