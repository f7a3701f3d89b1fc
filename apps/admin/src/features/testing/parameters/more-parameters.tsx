import { reasoningEfforts } from "@llm-hub/api/schemas";
import Box from "@mui/material/Box";
import MenuItem from "@mui/material/MenuItem";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import { useController, useFormContext } from "react-hook-form";
import type { DraftFields } from "../composer/draft.ts";
import { PromptEditor } from "../composer/prompt-editor.tsx";

const schemaExample = '{ "type": "object", "properties": { "city": { "type": "string" } } }';
const toolsExample = '[{ "name": "weather", "description": "…", "parameters": { "type": "object" } }]';

/** What few runs set: stop, seed, effort, the answer's schema and tools. */
export default function MoreParameters() {
	const { control, register, formState } = useFormContext<DraftFields>();
	const errors = formState.errors.parameters;
	const effort = useController({ control, name: "parameters.reasoningEffort" }).field;
	return (
		<Stack sx={{ gap: 1.5, pt: 1 }}>
			<Box sx={{ display: "grid", gridTemplateColumns: "repeat(2, minmax(0, 1fr))", columnGap: 1 }}>
				<TextField
					label="Seed"
					type="number"
					error={!!errors?.seed}
					helperText={errors?.seed?.message ?? "empty is none"}
					slotProps={{ htmlInput: { min: 0, max: 2_147_483_647, step: 1 } }}
					{...register("parameters.seed", { valueAsNumber: true })}
				/>
				<TextField
					select
					label="Reasoning effort"
					helperText="the model's own, unless set"
					slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
					{...effort}
				>
					<MenuItem value="">Not set</MenuItem>
					{reasoningEfforts.map((word) => (
						<MenuItem key={word} value={word}>
							{word}
						</MenuItem>
					))}
				</TextField>
			</Box>
			<TextField
				label="Stop sequences"
				multiline
				maxRows={4}
				error={!!errors?.stop}
				helperText={errors?.stop?.message ?? "One a line, at most 4; \\n is a line break"}
				{...register("parameters.stop")}
			/>
			<JsonField name="jsonSchema" label="JSON schema of the answer" example={schemaExample} />
			<JsonField
				name="tools"
				label="Tools"
				example={toolsExample}
				hint="Declared to the model. Its calls are shown, never executed."
			/>
		</Stack>
	);
}

interface JsonFieldProps {
	name: "jsonSchema" | "tools";
	label: string;
	example: string;
	hint?: string;
}

function JsonField({ name, label, example, hint }: JsonFieldProps) {
	const { control, formState } = useFormContext<DraftFields>();
	const { field } = useController({ control, name });
	return (
		<PromptEditor
			label={label}
			value={field.value}
			language="json"
			lines={[3, 12]}
			placeholder={example}
			error={formState.errors[name]?.message}
			hint={hint}
			onChange={field.onChange}
			onBlur={field.onBlur}
			ref={field.ref}
		/>
	);
}
