import type { RouterInputs } from "@llm-hub/api/types";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type Control, useWatch } from "react-hook-form";
import { trpc } from "@/lib/trpc.ts";
import { useSettled } from "../use-settled.ts";
import type { Draft, DraftFields } from "./draft.ts";
import { draftInput } from "./draft-input.ts";

export type EstimateInput = RouterInputs["testing"]["estimate"];

/** The draft as the estimate asks for it: of images only how many. Null while it cannot be estimated. */
export function estimateInputOf({ messages, parameters }: Draft, modelIds: string[]): EstimateInput | null {
	const numbers = [parameters.temperature, parameters.maxTokens, parameters.topP];
	if (modelIds.length === 0 || numbers.some((number) => !Number.isFinite(number))) return null;
	const counted = messages.map(({ role, content, images = [] }) => ({ role, content, images: images.length }));
	return { modelIds, messages: counted, parameters };
}

/** What the draft would cost, asked again whenever the writer pauses; an older question is given up. */
export function useEstimate(control: Control<DraftFields, unknown, Draft>, modelIds: string[]) {
	const { client } = trpc.useUtils();
	const fields = useWatch({ control }) as DraftFields;
	const settled = useSettled(fields);
	const { input } = draftInput(settled);
	const asked = estimateInputOf(input, modelIds);
	return useQuery({
		queryKey: ["testing.estimate", asked],
		queryFn: ({ signal }) => (asked ? client.testing.estimate.mutate(asked, { signal }) : null),
		enabled: asked !== null,
		placeholderData: keepPreviousData,
		// Prompts are long, and hardly ever come back.
		gcTime: 0,
		staleTime: 60_000,
		retry: false,
	});
}

export type Estimate = ReturnType<typeof useEstimate>;
