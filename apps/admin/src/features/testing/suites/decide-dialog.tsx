import type { DecideInput } from "@llm-hub/api/schemas";
import Dialog from "@mui/material/Dialog";
import DialogTitle from "@mui/material/DialogTitle";
import FormControlLabel from "@mui/material/FormControlLabel";
import Radio from "@mui/material/Radio";
import RadioGroup from "@mui/material/RadioGroup";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useId } from "react";
import { Controller, useForm } from "react-hook-form";
import { DialogForm } from "@/components/dialog-form.tsx";
import { useToast } from "@/components/toast.tsx";
import { showProblem } from "@/lib/form-problems.ts";
import { useSession } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";
import { costOfPassOf, passRateOf, type Suite } from "./suite-words.ts";

const kinds: Record<DecideInput["kind"], string> = {
	recommend: "Recommend it",
	enable: "Enable it in the catalog",
	disable: "Disable it in the catalog",
	alias: "Let an alias mean it",
};

interface DecideDialogProps {
	suite: Suite;
	modelId: string;
	onClose: () => void;
}

/** Records what is decided about a model, with its figures of this moment, and does it. */
export default function DecideDialog({ suite, modelId, onClose }: DecideDialogProps) {
	const titleId = useId();
	const { isAdmin } = useSession();
	const toast = useToast();
	const utils = trpc.useUtils();
	const decide = trpc.testing.suites.decide.useMutation();
	const { control, register, handleSubmit, setError, watch, formState } = useForm({
		defaultValues: { kind: "recommend" as DecideInput["kind"], alias: "", note: "" },
	});
	const { errors, isSubmitting } = formState;
	const kind = watch("kind");
	const figures = suite.matrix.models.find((model) => model.modelId === modelId);
	const submit = handleSubmit(async ({ alias, ...rest }) => {
		try {
			const { suiteId } = suite;
			await decide.mutateAsync({ suiteId, modelId, ...rest, ...(rest.kind === "alias" && { alias }) });
			toast({ message: "The decision is recorded." });
			onClose();
			await Promise.all([utils.testing.suites.byId.invalidate({ suiteId }), utils.catalog.invalidate()]);
		} catch (error) {
			showProblem(error, setError, ["alias", "note"]);
		}
	});
	return (
		<Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="xs" fullWidth>
			<DialogTitle id={titleId} sx={{ overflowWrap: "anywhere" }}>
				Decide about {modelId}
			</DialogTitle>
			<DialogForm
				problem={errors.root?.message}
				submitLabel="Record"
				pending={isSubmitting}
				onSubmit={() => void submit()}
				onCancel={onClose}
			>
				{figures && (
					<Typography variant="body2" color="textSecondary">
						Kept with the decision:{" "}
						{figures.judged === 0
							? "no answer was judged."
							: `${passRateOf(figures)} passed, ${costOfPassOf(figures)}.`}
					</Typography>
				)}
				<Controller
					control={control}
					name="kind"
					render={({ field: { ref, ...field } }) => (
						<RadioGroup {...field} aria-label="Decision">
							{Object.entries(kinds).map(([value, label], index) => (
								<FormControlLabel
									key={value}
									value={value}
									label={label}
									disabled={!isAdmin && value !== "recommend"}
									control={<Radio size="small" slotProps={{ input: index === 0 ? { ref } : {} }} />}
								/>
							))}
						</RadioGroup>
					)}
				/>
				{!isAdmin && (
					<Typography variant="body2" color="textSecondary">
						What changes the catalog is an admin's to decide.
					</Typography>
				)}
				{kind === "alias" && (
					<TextField
						label="Alias"
						error={!!errors.alias}
						helperText={errors.alias?.message ?? "Such as fast. If it names another model now, it is switched."}
						slotProps={{ htmlInput: { autoCapitalize: "none", spellCheck: false } }}
						{...register("alias", { validate: (alias) => alias.trim() !== "" || "Name the alias." })}
					/>
				)}
				<TextField
					label="Note"
					multiline
					minRows={2}
					error={!!errors.note}
					helperText={errors.note?.message ?? "Why; for whoever asks later."}
					{...register("note")}
				/>
			</DialogForm>
		</Dialog>
	);
}
