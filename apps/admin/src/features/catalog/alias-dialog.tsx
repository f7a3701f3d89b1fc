import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogTitle from "@mui/material/DialogTitle";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { DialogForm } from "@/components/dialog-form.tsx";
import { useProblemToast } from "@/components/toast.tsx";
import { showProblem } from "@/lib/form-problems.ts";
import { trpc } from "@/lib/trpc.ts";
import { useUndoable } from "./use-bulk.ts";

/** Gives a model a name that calls may use, or switches one to it. */
export function AliasDialog({ modelId, onClose }: { modelId: string; onClose: () => void }) {
	const aliases = trpc.catalog.aliases.list.useQuery().data?.aliases ?? [];
	const titleId = useId();
	const tell = useUndoable();
	const onError = useProblemToast();
	const save = trpc.catalog.aliases.save.useMutation();
	const remove = trpc.catalog.aliases.delete.useMutation({
		onSuccess: ({ undoId }, { name }) => tell(`The alias ${name} is deleted.`, undoId),
		onError,
	});
	const { register, handleSubmit, setError, watch, formState } = useForm({ defaultValues: { name: "" } });
	const name = watch("name").trim().toLowerCase();
	const known = aliases.find((alias) => alias.name === name && alias.modelId !== modelId);
	const own = aliases.filter((alias) => alias.modelId === modelId);
	const submit = handleSubmit(async (values) => {
		try {
			const { from, undoId } = await save.mutateAsync({ name: values.name, modelId });
			onClose();
			await tell(`Calls to ${name} go to ${modelId} now${from ? `, and no longer to ${from}` : ""}.`, undoId);
		} catch (error) {
			showProblem(error, setError, ["name"]);
		}
	});
	const { errors } = formState;
	return (
		<Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="xs" fullWidth>
			<DialogTitle id={titleId}>Alias of {modelId}</DialogTitle>
			<DialogForm
				problem={errors.root?.message}
				submitLabel={known ? "Switch alias" : "Save alias"}
				pending={save.isPending}
				onSubmit={() => void submit()}
				onCancel={onClose}
			>
				<Typography variant="body2" color="textSecondary">
					A call that names the alias goes to this model. Switch the alias, and all of them go elsewhere at once.
				</Typography>
				{own.map((alias) => (
					<Box key={alias.name} sx={{ display: "flex", alignItems: "center", gap: 1 }}>
						<Box component="code" sx={{ flex: 1 }}>
							{alias.name}
						</Box>
						<Button
							color="inherit"
							aria-label={`Delete the alias ${alias.name}`}
							disabled={remove.isPending}
							onClick={() => remove.mutate({ name: alias.name })}
						>
							Delete
						</Button>
					</Box>
				))}
				<TextField
					label="Alias"
					error={!!errors.name}
					helperText={
						errors.name?.message ??
						(known
							? `It names ${known.modelId} now and will be switched to this model.`
							: "Such as fast or house-default.")
					}
					slotProps={{ htmlInput: { autoCapitalize: "none", spellCheck: false } }}
					{...register("name", { required: "Write a name." })}
				/>
			</DialogForm>
		</Dialog>
	);
}
