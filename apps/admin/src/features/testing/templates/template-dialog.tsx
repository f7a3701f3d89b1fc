import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import useMediaQuery from "@mui/material/useMediaQuery";
import { type SyntheticEvent, useId, useState } from "react";
import { FormProvider, useForm } from "react-hook-form";
import { ConfirmDialog } from "@/components/confirm-dialog.tsx";
import { useToast } from "@/components/toast.tsx";
import { describeProblem } from "@/lib/errors.ts";
import { trpc } from "@/lib/trpc.ts";
import { TemplateEditor } from "./template-editor.tsx";
import type { Template, TemplateFields, TemplateInput } from "./template-fields.ts";
import { placeOf, templateResolver } from "./template-resolver.ts";

interface TemplateDialogProps {
	/** Null for a new one. */
	id: string | null;
	start: TemplateFields;
	/** What of the prompt a template cannot keep, in words. */
	note?: string | null;
	/** What the button says, such as "Save and go on". */
	saveLabel?: string;
	onSaved?: (template: Template) => void;
	onClose: () => void;
}

/** Writes a template. What was written is not lost by a slip of the hand. */
export default function TemplateDialog({ id, start, note, saveLabel = "Save", onSaved, onClose }: TemplateDialogProps) {
	const titleId = useId();
	const toast = useToast();
	const utils = trpc.useUtils();
	const isSmall = useMediaQuery("(max-width: 599px)");
	const [asksToLeave, setAsksToLeave] = useState(false);
	const create = trpc.testing.templates.create.useMutation();
	const update = trpc.testing.templates.update.useMutation();
	const form = useForm<TemplateFields, unknown, TemplateInput>({ resolver: templateResolver, defaultValues: start });
	const { isDirty, isSubmitting, errors } = form.formState;
	const save = form.handleSubmit(async (input) => {
		try {
			const saved = await (id === null ? create.mutateAsync(input) : update.mutateAsync({ id, ...input }));
			await utils.testing.templates.list.invalidate();
			toast({ message: `Template “${saved.name}” saved.` });
			onClose();
			onSaved?.(saved);
		} catch (error) {
			const { issues, message } = describeProblem(error);
			const placed = issues.filter(({ path }) => placeOf(path) !== null);
			for (const issue of placed) form.setError(placeOf(issue.path) ?? "root", issue, { shouldFocus: true });
			if (placed.length === 0) form.setError("root", { message });
		}
	});
	const submit = (event: SyntheticEvent) => {
		// React hands events of a dialog on to the form that it was opened from.
		event.stopPropagation();
		void save(event);
	};
	const leave = () => (isDirty ? setAsksToLeave(true) : onClose());
	return (
		<Dialog open onClose={leave} aria-labelledby={titleId} maxWidth="md" fullWidth fullScreen={isSmall}>
			<DialogTitle id={titleId}>{id === null ? "New template" : `Edit ${start.name}`}</DialogTitle>
			<FormProvider {...form}>
				<form noValidate onSubmit={submit} style={{ display: "flex", flexDirection: "column", minHeight: 0, flex: 1 }}>
					<DialogContent>
						<TemplateEditor note={note ?? null} problem={errors.root?.message} />
					</DialogContent>
					<DialogActions sx={{ px: 3, pb: 2 }}>
						<Button color="inherit" onClick={leave}>
							Cancel
						</Button>
						<Button type="submit" variant="contained" loading={isSubmitting}>
							{saveLabel}
						</Button>
					</DialogActions>
				</form>
			</FormProvider>
			<ConfirmDialog
				open={asksToLeave}
				title="Discard what you wrote?"
				confirmLabel="Discard"
				onConfirm={onClose}
				onClose={() => setAsksToLeave(false)}
			>
				The template stays as it was before.
			</ConfirmDialog>
		</Dialog>
	);
}
