import { createContext, lazy, type ReactNode, Suspense, useCallback, useContext, useState } from "react";
import { describeProblem } from "@/lib/errors.ts";

export interface Toast {
	message: string;
	severity?: "success" | "info" | "error";
	/** The way back: by its button, or by the keys of every editor. */
	undo?: () => void;
	/** One thing to do next, where there is no way back. */
	action?: { label: string; onClick: () => void };
}

// Fetched with the first message: no page needs it to stand.
const ToastBar = lazy(() => import("./toast-bar.tsx"));

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
			{toast && (
				<Suspense fallback={null}>
					<ToastBar key={toast.id} toast={toast} open={open} onClose={close} />
				</Suspense>
			)}
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
