import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import Box from "@mui/material/Box";
import FormControlLabel from "@mui/material/FormControlLabel";
import IconButton from "@mui/material/IconButton";
import MenuItem from "@mui/material/MenuItem";
import Switch from "@mui/material/Switch";
import TextField from "@mui/material/TextField";
import { Controller, useFormContext, useWatch } from "react-hook-form";
import type { CheckFields, TemplateFields } from "./template-fields.ts";

const kinds: Record<CheckFields["kind"], string> = {
	exact: "is exactly",
	contains: "contains",
	regex: "matches the expression",
	jsonSchema: "is JSON of the schema",
	numeric: "ends in the number",
};
/** The main field of each kind. */
const main = {
	exact: { name: "value", label: "Text" },
	contains: { name: "value", label: "Text" },
	regex: { name: "pattern", label: "Expression (RE2)" },
	jsonSchema: { name: "schema", label: "JSON schema" },
	numeric: { name: "value", label: "Number" },
} as const;

interface CheckInputProps {
	index: number;
	onRemove: () => void;
}

/** One check of a template: its kind, and what that kind asks for. */
export function CheckInput({ index, onRemove }: CheckInputProps) {
	const { control, register, formState } = useFormContext<TemplateFields>();
	const kind = useWatch({ control, name: `checks.${index}.kind` });
	const wrong = formState.errors.checks?.[index];
	const { name, label } = main[kind];
	const mono = kind === "regex" || kind === "jsonSchema";
	return (
		<Box
			role="group"
			aria-label={`Check ${index + 1}`}
			sx={{
				display: "grid",
				gap: 1.5,
				gridTemplateColumns: { xs: "minmax(0, 1fr) auto", sm: "200px minmax(0, 1fr) auto" },
				alignItems: "start",
			}}
		>
			<Controller
				control={control}
				name={`checks.${index}.kind`}
				render={({ field: { ref, ...field } }) => (
					<TextField {...field} inputRef={ref} select label="The answer">
						{Object.entries(kinds).map(([value, words]) => (
							<MenuItem key={value} value={value}>
								{words}
							</MenuItem>
						))}
					</TextField>
				)}
			/>
			<Box
				sx={{
					display: "flex",
					flexWrap: "wrap",
					columnGap: 2,
					rowGap: 1.5,
					gridArea: { xs: "2 / 1 / 3 / 3", sm: "1 / 2 / 2 / 3" },
				}}
			>
				<TextField
					key={name}
					label={label}
					multiline={kind !== "numeric" && kind !== "regex"}
					maxRows={12}
					sx={{ flex: "1 1 200px" }}
					error={!!wrong?.[name]}
					helperText={wrong?.[name]?.message}
					slotProps={{ htmlInput: { spellCheck: false, style: mono ? { fontFamily: "monospace" } : undefined } }}
					{...register(`checks.${index}.${name}`)}
				/>
				{kind === "numeric" && (
					<TextField
						label="Tolerance, ±"
						sx={{ width: 120 }}
						error={!!wrong?.tolerance}
						helperText={wrong?.tolerance?.message}
						{...register(`checks.${index}.tolerance`)}
					/>
				)}
				{(kind === "exact" || kind === "contains" || kind === "regex") && (
					<SwitchField name={`checks.${index}.ignoreCase`} label="Ignore case" />
				)}
				{kind === "exact" && <SwitchField name={`checks.${index}.lastLine`} label="Last line only" />}
			</Box>
			<IconButton
				aria-label={`Remove check ${index + 1}`}
				onClick={onRemove}
				sx={{ mt: 0.25, gridArea: { xs: "1 / 2 / 2 / 3", sm: "1 / 3 / 2 / 4" } }}
			>
				<DeleteIcon fontSize="small" />
			</IconButton>
		</Box>
	);
}

type SwitchName = `checks.${number}.ignoreCase` | `checks.${number}.lastLine` | "isShared";

/** A yes or no of the editor. */
export function SwitchField({ name, label }: { name: SwitchName; label: string }) {
	const { control } = useFormContext<TemplateFields>();
	return (
		<Controller
			control={control}
			name={name}
			render={({ field: { value, ref, ...field } }) => (
				<FormControlLabel
					label={label}
					sx={{ ml: -0.5 }}
					control={<Switch {...field} slotProps={{ input: { ref } }} checked={value} size="small" />}
				/>
			)}
		/>
	);
}
