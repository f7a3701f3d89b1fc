import { parseAsArrayOf, parseAsString, useQueryStates } from "nuqs";
import { useState } from "react";
import { lastModels } from "@/lib/last-models.ts";

/** How many panels stand side by side. */
export const mostModels = 4;

const parsers = { models: parseAsArrayOf(parseAsString), runs: parseAsArrayOf(parseAsString).withDefault([]) };

/** The chosen models and the shown runs live in the URL: a reload takes up the running test, a link shows the same. */
export function useLabUrl() {
	const [{ models, runs }, set] = useQueryStates(parsers);
	// Until somebody chooses, the models of the last visit.
	const [remembered] = useState(lastModels);
	const chosen = (models ?? remembered).slice(0, mostModels);
	return {
		models: chosen,
		runIds: runs,
		setModels: (next: string[]) => void set({ models: next.slice(0, mostModels) }, { history: "replace" }),
		show: (runIds: string[]) => void set({ models: chosen, runs: runIds }, { history: "push" }),
	};
}
