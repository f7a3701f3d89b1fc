import type { RequestParameter } from "@llm-hub/api/schemas";
import { keepPreviousData } from "@tanstack/react-query";
import { trpc } from "@/lib/trpc.ts";

export interface SupportNote {
	/** The models that it holds for, by name. */
	models: string;
	message: string;
}

/** What the chosen models do not take. */
export function useSupport(modelIds: string[]) {
	const support = trpc.testing.supports.useQuery(
		{ modelIds },
		{ enabled: modelIds.length > 0, placeholderData: keepPreviousData, staleTime: 60_000 },
	);
	const models = modelIds.length > 0 ? (support.data?.models ?? []) : [];
	const readsImages = models.some(({ notes }) => notes.every(({ parameter }) => parameter !== "images"));
	return {
		/** The notes on these parameters; models of which the same is said stand together. */
		notesOn: (parameters: readonly RequestParameter[]): SupportNote[] => {
			const byMessage = new Map<string, string[]>();
			for (const { displayName, notes } of models) {
				for (const { parameter, message } of notes) {
					if (!parameters.includes(parameter)) continue;
					byMessage.set(message, [...(byMessage.get(message) ?? []), displayName]);
				}
			}
			return Array.from(byMessage, ([message, names]) => ({ message, models: names.join(", ") }));
		},
		imageObstacle:
			modelIds.length === 0
				? "Pick a model that reads images first."
				: models.length > 0 && !readsImages
					? "None of the chosen models reads images, as far as the catalog knows."
					: null,
	};
}

export type Support = ReturnType<typeof useSupport>;
