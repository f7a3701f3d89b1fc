import { variablesIn } from "@llm-hub/api/schemas";
import AddIcon from "@mui/icons-material/Add";
import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useId } from "react";
import { useFieldArray, useFormContext, useWatch } from "react-hook-form";
import { trpc } from "@/lib/trpc.ts";
import { parameterWords } from "../parameters/parameter-words.ts";
import { CheckInput, SwitchField } from "./check-input.tsx";
import { emptyCheck, type TemplateFields } from "./template-fields.ts";
import { TryChecks } from "./try-checks.tsx";
import { TurnFields } from "./turn-fields.tsx";

const mostChecks = 10;

/** The fields of a template: what it is called, what it asks, and what an answer must have. */
export function TemplateEditor({ note }: { note: string | null }) {
	const listId = useId();
	const { control, register, setValue, formState } = useFormContext<TemplateFields>();
	const { fields, append, remove } = useFieldArray({ control, name: "checks" });
	const [system, prompt, turns, parameters] = useWatch({ control, name: ["system", "prompt", "turns", "parameters"] });
	const templates = trpc.testing.templates.list.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY });
	const categories = [...new Set((templates.data ?? []).map(({ category }) => category))].sort();
	const names = variablesIn([system, prompt, ...turns.map(({ content }) => content)]);
	const { errors } = formState;
	const text = (name: "name" | "category" | "description" | "system" | "prompt", help?: string) => ({
		error: !!errors[name],
		helperText: errors[name]?.message ?? help,
		...register(name),
	});
	return (
		<>
			{note && (
				<Alert severity="info" variant="outlined">
					{note}
				</Alert>
			)}
			<Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { sm: "minmax(0, 1fr) 240px" } }}>
				<TextField label="Name" autoFocus {...text("name")} />
				<TextField
					label="Category"
					slotProps={{ htmlInput: { list: listId, autoComplete: "off" } }}
					{...text("category")}
				/>
				<datalist id={listId}>
					{categories.map((category) => (
						<option key={category} value={category} />
					))}
				</datalist>
			</Box>
			<TextField label="Description" {...text("description", "In a line: what it shows about a model.")} />
			<TextField label="System message" multiline maxRows={8} {...text("system")} />
			<TextField
				label="Prompt"
				multiline
				minRows={3}
				maxRows={14}
				{...text(
					"prompt",
					names.length === 0
						? "{{name}} stands for something that is filled in before each run."
						: `To be filled in before a run: ${names.join(", ")}.`,
				)}
			/>
			<TurnFields />
			{parameters && (
				<Box sx={{ display: "flex", alignItems: "center", gap: 1, fontSize: 13, color: "text.secondary" }}>
					<span>Brings its parameters: {parameterWords(parameters)}.</span>
					<Button
						color="inherit"
						onClick={() => setValue("parameters", null, { shouldDirty: true })}
						sx={{ flexShrink: 0 }}
					>
						Leave them out
					</Button>
				</Box>
			)}
			<Stack role="group" aria-label="Checks" sx={{ gap: 2 }}>
				<Box>
					<Typography variant="h3">Checks</Typography>
					<Typography variant="body2" color="textSecondary">
						What an answer must fulfil. Each answer is judged by all of them, by a program and always alike.
					</Typography>
				</Box>
				{fields.map(({ id }, index) => (
					<CheckInput key={id} index={index} onRemove={() => remove(index)} />
				))}
				{fields.length < mostChecks && (
					<Button
						color="inherit"
						startIcon={<AddIcon />}
						onClick={() => append(emptyCheck, { focusName: `checks.${fields.length}.kind` })}
						sx={{ alignSelf: "start" }}
					>
						Add a check
					</Button>
				)}
				{fields.length > 0 && <TryChecks />}
			</Stack>
			<SwitchField name="isShared" label="Share with everybody who is signed in" />
		</>
	);
}
