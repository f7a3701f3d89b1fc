import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Snackbar from "@mui/material/Snackbar";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { describeProblem } from "@/lib/errors.ts";

interface Toast {
	message: string;
	severity?: "success" | "info" | "error";
	/** One way back, such as undo. */
	action?: { label: string; onClick: () => void };
}

const ToastContext = createContext<(toast: Toast) => void>(() => {});

/** One short message at a time, at the foot of the window; a newer one takes the older one's place. */
export function ToastProvider({ children }: { children: ReactNode }) {
	const [toast, setToast] = useState<(Toast & { id: number }) | null>(null);
	const [open, setOpen] = useState(false);
	const show = useCallback((next: Toast) => {
		setToast((last) => ({ ...next, id: (last?.id ?? 0) + 1 }));
		setOpen(true);
	}, []);
	const close = () => setOpen(false);
	return (
		<ToastContext value={show}>
			{children}
			<Snackbar
				key={toast?.id}
				open={open}
				autoHideDuration={toast?.action ? 8_000 : 5_000}
				onClose={(_, reason) => reason !== "clickaway" && close()}
				sx={{ mb: { xs: 7, md: 0 } }}
			>
				<Alert
					severity={toast?.severity ?? "success"}
					variant="outlined"
					onClose={close}
					sx={{ bgcolor: "background.paper", boxShadow: 6, alignItems: "center" }}
					action={
						toast?.action && (
							<Button
								onClick={() => {
									toast.action?.onClick();
									close();
								}}
							>
								{toast.action.label}
							</Button>
						)
					}
				>
					{toast?.message}
				</Alert>
			</Snackbar>
		</ToastContext>
	);
}

export const useToast = () => useContext(ToastContext);

/** For a mutation's `onError`: says what went wrong where the page itself has no place for it. */
export function useProblemToast() {
	const toast = useToast();
	return useCallback(
		(error: unknown) => toast({ message: describeProblem(error).message, severity: "error" }),
		[toast],
	);
}
