import { keepPreviousData } from "@tanstack/react-query";
import { mayOpen } from "@/lib/feature.ts";
import { paths } from "@/lib/paths.ts";
import { useSession } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";
import { features } from "../features.ts";

/** Something to go to. */
export interface PaletteEntry {
	group: "Pages" | "Models" | "Templates" | "Tests";
	label: string;
	detail?: string;
	path: string;
}

const mostModels = 8;
const mostTemplates = 6;
const mostTests = 4;
/** Shorter words are in too many tests to be worth a search. */
const leastLetters = 3;

interface Found {
	entries: PaletteEntry[];
	isSearching: boolean;
	/** Whether the first of the entries may still be what earlier words found. */
	isBehind: boolean;
}

/** What the words find: pages that this person may open, models of the catalog, templates, and one's own tests. */
export function usePaletteEntries(words: string): Found {
	const { user, isAdmin } = useSession();
	const wanted = words.toLowerCase();
	const pages = features.flatMap((feature): PaletteEntry[] => {
		const mayEnter = feature.access === "public" || (user && mayOpen(feature, isAdmin));
		const places = [feature.tab, ...(feature.pages ?? []), feature.menu].filter((place) => place !== undefined);
		return mayEnter ? places.map(({ label, path }) => ({ group: "Pages", label, path })) : [];
	});
	const models = trpc.catalog.list.useQuery(
		{ search: words, limit: mostModels },
		{ enabled: words !== "", placeholderData: keepPreviousData },
	);
	const templates = trpc.testing.templates.list.useQuery(undefined, {
		enabled: words !== "" && !!user,
		staleTime: 60_000,
	});
	const named = words === "" ? [] : (templates.data ?? []).filter(({ name }) => name.toLowerCase().includes(wanted));
	const mayHoldTest = user !== null && words.length >= leastLetters && words.length <= 200;
	const tests = trpc.testing.runs.list.useQuery(
		{ words, who: "me", limit: mostTests },
		{ enabled: mayHoldTest, placeholderData: keepPreviousData },
	);
	const runs = mayHoldTest ? (tests.data?.runs ?? []) : [];
	const found = words === "" ? [] : (models.data?.models ?? []);
	const fitting = pages.filter(({ label }) => label.toLowerCase().includes(wanted));
	return {
		entries: [
			...fitting,
			...found.map(
				({ id, displayName }): PaletteEntry => ({
					group: "Models",
					label: displayName,
					detail: id,
					path: paths.model(id),
				}),
			),
			...named.slice(0, mostTemplates).map(
				({ id, name, category }): PaletteEntry => ({
					group: "Templates",
					label: name,
					detail: category,
					path: paths.template(id),
				}),
			),
			...runs.map(
				({ runId, prompt, modelId }): PaletteEntry => ({
					group: "Tests",
					label: prompt?.trim().slice(0, 60) || "No prompt",
					detail: modelId,
					path: paths.run(runId),
				}),
			),
		],
		isSearching: models.isFetching || tests.isFetching,
		// Pages stand first, and are known at once.
		isBehind: fitting.length === 0 && [models, tests].some((query) => query.isLoading || query.isPlaceholderData),
	};
}
