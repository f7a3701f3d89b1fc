import Dialog from "@mui/material/Dialog";
import DialogTitle from "@mui/material/DialogTitle";
import useMediaQuery from "@mui/material/useMediaQuery";
import { useId, useState } from "react";
import { FormProvider, useForm } from "react-hook-form";
import { ConfirmDialog } from "@/components/confirm-dialog.tsx";
import { DialogForm } from "@/components/dialog-form.tsx";
import { useToast } from "@/components/toast.tsx";
import { showProblem } from "@/lib/form-problems.ts";
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
			showProblem(error, form.setError, placeOf);
		}
	});
	const leave = () => (isDirty ? setAsksToLeave(true) : onClose());
	return (
		<Dialog open onClose={leave} aria-labelledby={titleId} maxWidth="md" fullWidth fullScreen={isSmall}>
			<DialogTitle id={titleId}>{id === null ? "New template" : `Edit ${start.name}`}</DialogTitle>
			<FormProvider {...form}>
				<DialogForm
					problem={errors.root?.message ?? errors.checks?.root?.message}
					submitLabel={saveLabel}
					pending={isSubmitting}
					onSubmit={() => void save()}
					onCancel={leave}
				>
					<TemplateEditor note={note ?? null} />
				</DialogForm>
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
