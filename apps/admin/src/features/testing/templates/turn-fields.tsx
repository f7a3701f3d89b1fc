import CloseIcon from "@mui/icons-material/Close";
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import TextField from "@mui/material/TextField";
import { useFieldArray, useFormContext } from "react-hook-form";
import type { TemplateFields } from "./template-fields.ts";

const labels = { user: "User message", assistant: "Assistant message" } as const;

/** The conversation after the prompt, as it was saved from the composer. */
export function TurnFields() {
	const { control, register, formState } = useFormContext<TemplateFields>();
	const { fields, remove } = useFieldArray({ control, name: "turns" });
	return fields.map(({ id, role }, index) => (
		<Box key={id} sx={{ display: "flex", gap: 1, alignItems: "flex-start" }}>
			<TextField
				label={`${labels[role]} ${index + 2}`}
				multiline
				maxRows={8}
				fullWidth
				error={!!formState.errors.turns?.[index]}
				helperText={formState.errors.turns?.[index]?.content?.message}
				{...register(`turns.${index}.content`)}
			/>
			<IconButton aria-label={`Remove message ${index + 2}`} onClick={() => remove(index)}>
				<CloseIcon fontSize="small" />
			</IconButton>
		</Box>
	));
}
