import Dialog from "@mui/material/Dialog";
import DialogTitle from "@mui/material/DialogTitle";
import { useId } from "react";
import { DialogForm } from "@/components/dialog-form.tsx";
import { plural } from "@/lib/format.ts";
import { BulkPreview, tooManyOf, useBulkPreview } from "./bulk-preview.tsx";
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
	const tooMany = tooManyOf(ids);
	const verb = action === "enable" ? "Enable" : "Disable";
	const title = `${verb} ${plural(ids.length, "model")}?`;
	return (
		<Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="xs" fullWidth>
			<DialogTitle id={titleId}>{title}</DialogTitle>
			<DialogForm
				problem={tooMany}
				submitLabel={verb}
				pending={set.isPending}
				disabled={tooMany !== undefined || !preview.data?.changes}
				onSubmit={() => set.mutate({ ids, enabled: action === "enable" })}
				onCancel={onClose}
			>
				{tooMany === undefined && <BulkPreview action={action} preview={preview} />}
			</DialogForm>
		</Dialog>
	);
}
