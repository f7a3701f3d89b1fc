import Dialog from "@mui/material/Dialog";
import DialogTitle from "@mui/material/DialogTitle";
import FormControlLabel from "@mui/material/FormControlLabel";
import Radio from "@mui/material/Radio";
import RadioGroup from "@mui/material/RadioGroup";
import TextField from "@mui/material/TextField";
import { useId, useState } from "react";
import { DialogForm } from "@/components/dialog-form.tsx";
import { describeProblem } from "@/lib/errors.ts";
import { trpc } from "@/lib/trpc.ts";
import { useUndoable } from "../use-bulk.ts";
import type { EndingModel } from "./lifecycle-band.tsx";

interface MoveAliasDialogProps {
	alias: string;
	model: EndingModel;
	onClose: () => void;
}

const other = "";

/** Sends an alias to what shall take the model's place. */
export default function MoveAliasDialog({ alias, model, onClose }: MoveAliasDialogProps) {
	const titleId = useId();
	const tell = useUndoable();
	const offers = offersOf(model);
	const [choice, setChoice] = useState(offers[0]?.id ?? other);
	const [typed, setTyped] = useState("");
	const modelId = choice === other ? typed.trim() : choice;
	const save = trpc.catalog.aliases.save.useMutation({
		onSuccess: async ({ undoId }) => {
			onClose();
			await tell(`Calls to ${alias} go to ${modelId} now.`, undoId);
		},
	});
	return (
		<Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="xs" fullWidth>
			<DialogTitle id={titleId}>Move the alias {alias}</DialogTitle>
			<DialogForm
				problem={save.isError ? describeProblem(save.error).message : undefined}
				submitLabel="Move alias"
				pending={save.isPending}
				disabled={modelId === ""}
				onSubmit={() => save.mutate({ name: alias, modelId })}
				onCancel={onClose}
			>
				<RadioGroup aria-labelledby={titleId} value={choice} onChange={(_, next) => setChoice(next)}>
					{offers.map(({ id, why }) => (
						<FormControlLabel
							key={id}
							value={id}
							control={<Radio size="small" />}
							label={`${id} (${why})`}
							slotProps={{ typography: { variant: "body2", sx: { overflowWrap: "anywhere" } } }}
						/>
					))}
					<FormControlLabel
						value={other}
						control={<Radio size="small" />}
						label="Another model"
						slotProps={{ typography: { variant: "body2" } }}
					/>
				</RadioGroup>
				<TextField
					label="Its id"
					value={typed}
					disabled={choice !== other}
					onChange={({ target }) => setTyped(target.value)}
					placeholder="openai/gpt-4o"
					slotProps={{ htmlInput: { autoCapitalize: "none", spellCheck: false } }}
				/>
			</DialogForm>
		</Dialog>
	);
}

/** Each model once, the provider's own word first. */
function offersOf({ replacedBy, similar }: EndingModel): { id: string; why: string }[] {
	const own = replacedBy?.modelId ? [{ id: replacedBy.modelId, why: "the provider's choice" }] : [];
	return [
		...own,
		...similar.filter(({ modelId }) => modelId !== own[0]?.id).map(({ modelId }) => ({ id: modelId, why: "similar" })),
	];
}
