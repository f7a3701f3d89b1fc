import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import type { useAuditPages } from "./use-audit-pages.ts";

/** Says that more happened since the list was read. */
export function NewerEvents({ hasNewer, showNewer }: Pick<ReturnType<typeof useAuditPages>, "hasNewer" | "showNewer">) {
	if (!hasNewer) return null;
	return (
		<Alert
			severity="info"
			variant="outlined"
			sx={{ mb: 1, py: 0, alignItems: "center" }}
			action={
				<Button color="inherit" onClick={showNewer}>
					Show them
				</Button>
			}
		>
			There are newer events.
		</Alert>
	);
}
