import { variablesIn } from "@llm-hub/api/schemas";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useFormContext, useWatch } from "react-hook-form";
import type { DraftFields } from "./draft.ts";

/** One field for each `{{name}}` in the messages. */
export function VariableFields() {
	const { control, register, formState } = useFormContext<DraftFields>();
	const messages = useWatch({ control, name: "messages" });
	const names = variablesIn(messages.map(({ content }) => content));
	if (names.length === 0) return null;
	return (
		<Stack role="group" aria-label="Variables" sx={{ gap: 1.5 }}>
			<Typography variant="h3" component="h2">
				Variables
			</Typography>
			{names.map((name) => {
				const error = formState.errors.variables?.[name]?.message;
				return (
					<TextField
						key={name}
						label={name}
						multiline
						maxRows={4}
						error={error !== undefined}
						helperText={error && `${error} To send it as it is, write {{${name}}} here.`}
						{...register(`variables.${name}`)}
					/>
				);
			})}
		</Stack>
	);
}
