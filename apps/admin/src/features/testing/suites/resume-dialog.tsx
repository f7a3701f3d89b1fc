import Dialog from "@mui/material/Dialog";
import DialogTitle from "@mui/material/DialogTitle";
import TextField from "@mui/material/TextField";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { DialogForm } from "@/components/dialog-form.tsx";
import { showProblem } from "@/lib/form-problems.ts";
import { formatUsd, plural } from "@/lib/format.ts";
import { typedUsd } from "../typed-usd.ts";
import { type Suite, spentOf } from "./suite-words.ts";

interface ResumeDialogProps {
	suite: Suite;
	/** Goes on with that cap, or throws what is wrong with it. */
	onResume: (capUsd: string) => Promise<unknown>;
	onClose: () => void;
}

/** Asks for a higher cap, where the cap stopped a suite. */
export function ResumeDialog({ suite, onResume, onClose }: ResumeDialogProps) {
	const titleId = useId();
	const capUsd = suite.capUsd ?? "";
	const { register, handleSubmit, setError, formState } = useForm({ defaultValues: { capUsd: "" } });
	const { errors, isSubmitting } = formState;
	const submit = handleSubmit(async (fields) => {
		try {
			await onResume(typedUsd(fields.capUsd));
		} catch (error) {
			showProblem(error, setError, ["capUsd"]);
		}
	});
	/** The same again would stop at once. What is no number is the API's to say. */
	const isRaised = (text: string) =>
		!(Number(typedUsd(text)) <= Number(capUsd)) || `Give more than ${formatUsd(capUsd)}.`;
	return (
		<Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="xs" fullWidth>
			<DialogTitle id={titleId}>Raise the cap and go on</DialogTitle>
			<DialogForm
				problem={errors.root?.message}
				submitLabel="Go on"
				pending={isSubmitting}
				onSubmit={() => void submit()}
				onCancel={onClose}
			>
				<TextField
					label="New cap in USD"
					autoFocus
					error={!!errors.capUsd}
					helperText={
						errors.capUsd?.message ??
						`${spentOf(suite)} of ${formatUsd(capUsd)} is spent, ${plural(suite.states.pending, "run")} did not begin.`
					}
					slotProps={{ htmlInput: { inputMode: "decimal" } }}
					{...register("capUsd", { validate: isRaised })}
				/>
			</DialogForm>
		</Dialog>
	);
}
