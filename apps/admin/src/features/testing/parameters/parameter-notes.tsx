import type { RequestParameter } from "@llm-hub/api/schemas";
import Box from "@mui/material/Box";
import { useFormContext, useWatch } from "react-hook-form";
import type { DraftFields } from "../composer/draft.ts";
import type { Support } from "./use-support.ts";

/** What is said in this draft: only of that it matters what a model does not take. */
function setParameters({ messages, parameters, jsonSchema, tools }: DraftFields): RequestParameter[] {
	const isSet: Record<RequestParameter, boolean> = {
		temperature: true,
		topP: parameters.topP !== 1,
		stop: parameters.stop !== "",
		seed: !Number.isNaN(parameters.seed) && parameters.seed !== null,
		reasoningEffort: parameters.reasoningEffort !== "",
		jsonSchema: jsonSchema.trim() !== "",
		tools: tools.trim() !== "",
		images: messages.some(({ images }) => images?.length),
	};
	return (Object.keys(isSet) as RequestParameter[]).filter((parameter) => isSet[parameter]);
}

/** What of the draft a chosen model does not take, by model. */
export function ParameterNotes({ support }: { support: Support }) {
	const { control } = useFormContext<DraftFields>();
	const notes = support.notesOn(setParameters(useWatch({ control }) as DraftFields));
	if (notes.length === 0) return null;
	return (
		<Box component="ul" aria-label="What models do not take" sx={{ m: 0, p: 0, listStyle: "none", fontSize: 12 }}>
			{notes.map(({ models, message }) => (
				<Box component="li" key={message} sx={{ color: "text.secondary", mt: 0.5 }}>
					<Box component="span" sx={{ color: "text.primary", fontWeight: 550 }}>
						{models}
					</Box>
					{": "}
					{message}
				</Box>
			))}
		</Box>
	);
}
