import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import { useId } from "react";
import { plural } from "@/lib/format.ts";
import { BulkPreview, isTooMany, useBulkPreview } from "./bulk-preview.tsx";
import { useBulkEnable } from "./use-bulk.ts";

interface BulkEnableDialogProps {
	ids: string[];
	action: "enable" | "disable";
	onClose: () => void;
}

/** Asks before many models are enabled or disabled. */
export function BulkEnableDialog({ ids, action, onClose }: BulkEnableDialogProps) {
	const titleId = useId();
	const preview = useBulkPreview({ ids, action });
	const set = useBulkEnable(onClose);
	const verb = action === "enable" ? "Enable" : "Disable";
	const title = `${verb} ${plural(ids.length, "model")}?`;
	return (
		<Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="xs" fullWidth>
			<DialogTitle id={titleId}>{title}</DialogTitle>
			<DialogContent>
				{isTooMany(ids) ? (
					<Alert severity="error">At most 5,000 models at once. Narrow the list and select fewer.</Alert>
				) : (
					<BulkPreview action={action} preview={preview} />
				)}
			</DialogContent>
			<DialogActions>
				<Button color="inherit" onClick={onClose}>
					Cancel
				</Button>
				<Button
					variant="contained"
					loading={set.isPending}
					disabled={isTooMany(ids) || !preview.data?.changes}
					onClick={() => set.mutate({ ids, enabled: action === "enable" })}
				>
					{verb}
				</Button>
			</DialogActions>
		</Dialog>
	);
}
