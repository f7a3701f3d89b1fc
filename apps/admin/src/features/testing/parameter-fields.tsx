import Box from "@mui/material/Box";
import TextField from "@mui/material/TextField";
import { useFormContext } from "react-hook-form";
import type { DraftFields } from "./draft.ts";

const parameters = [
	{ name: "temperature", label: "Temperature", range: "0 to 2", min: 0, max: 2, step: 0.1 },
	{ name: "maxTokens", label: "Max tokens", range: "1 to 1,000,000", min: 1, max: 1_000_000, step: 1 },
	{ name: "topP", label: "Top P", range: "0 to 1", min: 0, max: 1, step: 0.05 },
] as const;

export function ParameterFields() {
	const { register, formState } = useFormContext<DraftFields>();
	return (
		<Box sx={{ display: "grid", gridTemplateColumns: "repeat(3, minmax(0, 1fr))", gap: 1 }}>
			{parameters.map(({ name, label, range, min, max, step }) => {
				const error = formState.errors.parameters?.[name];
				return (
					<TextField
						key={name}
						label={label}
						type="number"
						error={!!error}
						helperText={error ? `Must be ${range}` : range}
						slotProps={{ htmlInput: { min, max, step, inputMode: "decimal" } }}
						{...register(`parameters.${name}`, { valueAsNumber: true })}
					/>
				);
			})}
		</Box>
	);
}
