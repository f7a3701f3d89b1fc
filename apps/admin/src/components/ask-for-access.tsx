import Button from "@mui/material/Button";
import { lazy, Suspense, useState } from "react";

// Fetched with the first click: no page needs it to stand.
const AskDialog = lazy(() => import("./ask-dialog.tsx"));

/** Asks the admins for one model, with a reason. */
export function AskForAccess({ modelId }: { modelId: string }) {
	const [open, setOpen] = useState(false);
	return (
		<>
			<Button variant="outlined" onClick={() => setOpen(true)} sx={{ alignSelf: "flex-start" }}>
				Ask for access
			</Button>
			{open && (
				<Suspense fallback={null}>
					<AskDialog modelId={modelId} onClose={() => setOpen(false)} />
				</Suspense>
			)}
		</>
	);
}
