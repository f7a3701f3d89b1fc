import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { Template } from "./template-fields.ts";

export const origins = ["own", "shared", "built-in"] as const;
export type Origin = (typeof origins)[number];

const parsers = {
	q: parseAsString.withDefault(""),
	category: parseAsString,
	from: parseAsStringLiteral(origins),
	/** The one that is edited; `new` is another. */
	edit: parseAsString,
	/** Whose copy the new one begins as. */
	copy: parseAsString,
};

const originOf = ({ author, isOwn }: Template): Origin => (author === null ? "built-in" : isOwn ? "own" : "shared");

/** What of the templates is shown, and which is being edited, in the URL. */
export function useTemplateView() {
	const [view, set] = useQueryStates(parsers, { history: "replace" });
	const words = view.q.toLowerCase().split(/\s+/);
	return {
		...view,
		set: (next: Partial<Pick<typeof view, "q" | "category" | "from">>) => void set(next),
		/** In the history, so that going back closes the editor. */
		open: (edit: string, copy: string | null = null) => void set({ edit, copy }, { history: "push" }),
		close: () => void set({ edit: null, copy: null }),
		isFiltered: view.q !== "" || view.category !== null || view.from !== null,
		shows: (template: Template): boolean => {
			const text = `${template.name} ${template.description} ${template.prompt} ${template.category}`.toLowerCase();
			return (
				words.every((word) => text.includes(word)) &&
				(view.category === null || template.category === view.category) &&
				(view.from === null || originOf(template) === view.from)
			);
		},
	};
}
