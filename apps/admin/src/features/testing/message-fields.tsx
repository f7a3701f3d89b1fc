import AddIcon from "@mui/icons-material/Add";
import CloseIcon from "@mui/icons-material/Close";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { useFieldArray, useFormContext } from "react-hook-form";
import type { DraftFields } from "./draft.ts";

const roleNames = { system: "System message", user: "User message", assistant: "Assistant message" } as const;

/** The conversation: a system message that unfolds, then the turns. */
export function MessageFields() {
	const { control, register, formState, watch } = useFormContext<DraftFields>();
	const { fields, append, remove } = useFieldArray({ control, name: "messages" });
	const [unfolded, setUnfolded] = useState(false);
	const systemShown = unfolded || watch("messages.0.content") !== "";
	const errors = formState.errors.messages;
	const lastRole = fields.at(-1)?.role;
	return (
		<Stack sx={{ gap: 1.5 }}>
			{fields.map((field, index) =>
				index === 0 && !systemShown ? null : (
					<Stack key={field.id} direction="row" sx={{ gap: 0.5, alignItems: "flex-start" }}>
						<TextField
							label={roleNames[field.role]}
							fullWidth
							multiline
							autoFocus={index === 0 && unfolded}
							minRows={index === 1 ? 5 : 2}
							maxRows={index === 0 ? 6 : 16}
							placeholder={index === 1 ? "Ask something, or take a template" : undefined}
							error={!!errors?.[index]?.content}
							helperText={errors?.[index]?.content?.message}
							{...register(`messages.${index}.content`)}
						/>
						{index > 1 && (
							<IconButton aria-label={`Remove message ${index}`} onClick={() => remove(index)}>
								<CloseIcon fontSize="small" />
							</IconButton>
						)}
					</Stack>
				),
			)}
			{(errors?.root ?? errors)?.message && (
				<Box role="alert" sx={{ color: "error.main", fontSize: 13 }}>
					{(errors?.root ?? errors)?.message}
				</Box>
			)}
			<Stack direction="row" sx={{ gap: 1, ml: -0.5 }}>
				{!systemShown && (
					<Button color="inherit" startIcon={<AddIcon />} onClick={() => setUnfolded(true)}>
						System message
					</Button>
				)}
				<Button
					color="inherit"
					startIcon={<AddIcon />}
					onClick={() => append({ role: lastRole === "user" ? "assistant" : "user", content: "" })}
				>
					{lastRole === "user" ? "Assistant turn" : "User turn"}
				</Button>
			</Stack>
		</Stack>
	);
}
