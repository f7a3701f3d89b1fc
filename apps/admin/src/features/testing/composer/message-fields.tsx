import AddIcon from "@mui/icons-material/Add";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import { useState } from "react";
import { useFieldArray, useFormContext, useWatch } from "react-hook-form";
import type { DraftFields } from "./draft.ts";
import { MessageField } from "./message-field.tsx";

interface MessageFieldsProps {
	preview: boolean;
	imageObstacle: string | null;
	/** Whether files are on their way in, and what tells of more or fewer. */
	isReading: boolean;
	onReading: (change: number) => void;
	/** Images of the last visit's draft that are gone. */
	lostImages: number;
}

/** The conversation: a system message that unfolds, then the turns. */
export function MessageFields({ preview, imageObstacle, isReading, onReading, lostImages }: MessageFieldsProps) {
	const { control, formState } = useFormContext<DraftFields>();
	const { fields, append, remove } = useFieldArray({ control, name: "messages" });
	const [unfolded, setUnfolded] = useState(false);
	const system = useWatch({ control, name: "messages.0.content" });
	const images = useWatch({ control, name: "messages" }).flatMap((message) => message.images ?? []).length;
	const isSystemShown = unfolded || system !== "";
	const errors = formState.errors.messages;
	const wrong = (errors?.root ?? errors)?.message;
	const nextRole = fields.at(-1)?.role === "user" ? "assistant" : "user";
	return (
		<Stack sx={{ gap: 1 }}>
			{fields.map((field, index) =>
				index === 0 && !isSystemShown ? null : (
					<MessageField
						key={field.id}
						index={index}
						role={field.role}
						preview={preview}
						autoFocus={index === 0 && unfolded}
						imageObstacle={imageObstacle}
						onReading={onReading}
						onRemove={index > 1 ? () => remove(index) : undefined}
					/>
				),
			)}
			{(images > 0 || isReading) && (
				<Hint>Images are sent with the run and kept with it, but not in a draft that you leave.</Hint>
			)}
			{images === 0 && !isReading && lostImages > 0 && (
				<Hint>
					{lostImages === 1 ? "An image of your last draft was" : `${lostImages} images of your last draft were`} not
					kept. Add {lostImages === 1 ? "it" : "them"} again.
				</Hint>
			)}
			{wrong && (
				<Box role="alert" sx={{ color: "error.main", fontSize: 13 }}>
					{wrong}
				</Box>
			)}
			<Stack direction="row" sx={{ gap: 1, ml: -0.5 }}>
				{!isSystemShown && (
					<Button color="inherit" startIcon={<AddIcon />} onClick={() => setUnfolded(true)}>
						System message
					</Button>
				)}
				<Button
					color="inherit"
					startIcon={<AddIcon />}
					onClick={() => append({ role: nextRole, content: "" }, { shouldFocus: false })}
				>
					{nextRole === "assistant" ? "Assistant turn" : "User turn"}
				</Button>
			</Stack>
		</Stack>
	);
}

const Hint = ({ children }: { children: React.ReactNode }) => (
	<Box sx={{ fontSize: 12, color: "text.secondary" }}>{children}</Box>
);
