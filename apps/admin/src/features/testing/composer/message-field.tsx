import CloseIcon from "@mui/icons-material/Close";
import ImageIcon from "@mui/icons-material/ImageOutlined";
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import { type ClipboardEvent, type DragEvent, useRef } from "react";
import { useController, useFormContext } from "react-hook-form";
import { Markdown } from "@/components/markdown.tsx";
import type { DraftFields } from "./draft.ts";
import { ImageList } from "./image-list.tsx";
import { PromptEditor } from "./prompt-editor.tsx";
import { useAddingImages } from "./use-adding-images.ts";

const roleNames = { system: "System message", user: "User message", assistant: "Assistant message" } as const;

interface MessageFieldProps {
	index: number;
	role: keyof typeof roleNames;
	/** Rendered, instead of the editor. */
	preview: boolean;
	autoFocus: boolean;
	/** Why no image can be added; null where one can. */
	imageObstacle: string | null;
	/** So many more files are being read, or fewer. */
	onReading: (change: number) => void;
	onRemove: (() => void) | undefined;
}

/** One message: its text in an editor or as it reads, and its images by button, paste or drop. */
export function MessageField({
	index,
	role,
	preview,
	autoFocus,
	imageObstacle,
	onReading,
	onRemove,
}: MessageFieldProps) {
	const { control, setValue, formState } = useFormContext<DraftFields>();
	const { field } = useController({ control, name: `messages.${index}.content` });
	const images = useController({ control, name: `messages.${index}.images` }).field.value ?? [];
	const { add, reading } = useAddingImages(index, imageObstacle, onReading);
	const picker = useRef<HTMLInputElement>(null);
	const errors = formState.errors.messages?.[index];
	const label = roleNames[role];

	const take = (event: ClipboardEvent | DragEvent, data: DataTransfer | null) => {
		if (role !== "user" || !data || data.files.length === 0) return;
		// The editor would write the bytes of a dropped file into the text.
		event.preventDefault();
		event.stopPropagation();
		void add(Array.from(data.files));
	};

	return (
		<Box
			role="group"
			sx={{ position: "relative" }}
			aria-label={`${label} ${index}`}
			onPasteCapture={(event) => take(event, event.clipboardData)}
			onDropCapture={(event) => take(event, event.dataTransfer)}
		>
			{preview ? (
				<Box>
					<Box sx={{ fontSize: 12, color: "text.secondary", lineHeight: "26px" }}>{label}</Box>
					<Box sx={{ border: 1, borderColor: "divider", borderRadius: 1, px: 1.5, py: 1, minHeight: 36 }}>
						<Markdown text={field.value} />
					</Box>
				</Box>
			) : (
				<PromptEditor
					label={label}
					value={field.value}
					language="markdown"
					lines={role === "system" || index > 1 ? [2, 8] : [5, 16]}
					placeholder={index === 1 ? "Ask something, or take a template" : undefined}
					error={errors?.content?.message}
					autoFocus={autoFocus}
					onChange={field.onChange}
					onBlur={field.onBlur}
					ref={field.ref}
					actions={
						<>
							{role === "user" && (
								<IconButton
									aria-label="Add images"
									title={imageObstacle ?? "Add images (or paste, or drop them here)"}
									disabled={imageObstacle !== null}
									onClick={() => picker.current?.click()}
								>
									<ImageIcon fontSize="inherit" />
								</IconButton>
							)}
							{onRemove && (
								<IconButton aria-label={`Remove message ${index}`} onClick={onRemove}>
									<CloseIcon fontSize="inherit" />
								</IconButton>
							)}
						</>
					}
				/>
			)}
			<input
				ref={picker}
				type="file"
				hidden
				multiple
				accept="image/png,image/jpeg,image/webp,image/gif"
				onChange={(event) => {
					void add(Array.from(event.target.files ?? []));
					event.target.value = "";
				}}
			/>
			<ImageList
				images={images}
				reading={reading}
				onRemove={(gone) =>
					setValue(
						`messages.${index}.images`,
						images.filter((_, at) => at !== gone),
						{ shouldDirty: true },
					)
				}
			/>
			{errors?.images?.message && (
				<Box role="alert" sx={{ mt: 0.5, fontSize: 12, color: "error.main" }}>
					{errors.images.message}
				</Box>
			)}
		</Box>
	);
}
