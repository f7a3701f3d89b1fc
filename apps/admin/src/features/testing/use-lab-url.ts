import {
	parseAsArrayOf,
	parseAsBoolean,
	parseAsInteger,
	parseAsString,
	parseAsStringLiteral,
	useQueryStates,
} from "nuqs";
import { useState } from "react";
import { lastModels } from "@/lib/last-models.ts";
import { useAliases } from "@/lib/use-aliases.ts";

/** How many panels stand side by side; the API starts and follows as many at once. */
export const mostModels = 8;

/** What can be learnt from runs. */
export const insights = ["test", "history", "leaderboard"] as const;
export type Insight = (typeof insights)[number];

const parsers = {
	models: parseAsArrayOf(parseAsString),
	/** Runs that were started together. */
	test: parseAsString,
	/** Single runs, such as one of the history. */
	runs: parseAsArrayOf(parseAsString).withDefault([]),
	/** A test that somebody shared by link. */
	shared: parseAsString,
	/** Two runs that are compared. */
	compare: parseAsArrayOf(parseAsString),
	/** The panel that has the whole place. */
	panel: parseAsInteger,
	blind: parseAsBoolean.withDefault(false),
	/** What stands beside the test: figures or votes. */
	insight: parseAsStringLiteral(insights),
};

/** The chosen models and what is shown live in the URL: a reload takes up the running test, a second tab shows the same. */
export function useLabUrl() {
	const [{ models, test, runs, shared, compare, panel, blind, insight }, set] = useQueryStates(parsers);
	// Until somebody chooses, the models of the last visit.
	const [remembered] = useState(lastModels);
	const { modelOf } = useAliases();
	// A link may name a model by its alias, and two names may be one model.
	const chosen = [...new Set((models ?? remembered).map(modelOf))].slice(0, mostModels);
	return {
		models: chosen,
		groupId: test,
		runIds: runs.slice(0, mostModels),
		shared,
		compare: pairOf(compare),
		panel,
		blind,
		insight,
		setInsight: (next: Insight | null) => void set({ insight: next }, { history: "replace" }),
		setModels: (next: string[]) => void set({ models: next.slice(0, mostModels) }, { history: "replace" }),
		setBlind: (next: boolean) => void set({ blind: next }, { history: "replace" }),
		setPanel: (next: number | null) => void set({ panel: next }, { history: "replace" }),
		setCompare: (runIds: string[] | null) => void set({ compare: runIds }, { history: "push" }),
		/** Nothing is shown: the composer has the page. */
		showNothing: () => void set({ test: null, runs: null, shared: null, panel: null }, { history: "push" }),
		showGroup: (groupId: string) =>
			void set({ models: chosen, test: groupId, runs: null, shared: null, panel: null }, { history: "push" }),
		showRuns: (runIds: string[]) =>
			void set({ models: chosen, test: null, runs: runIds, shared: null, panel: null }, { history: "push" }),
	};
}

const pairOf = (runIds: string[] | null): [string, string] | null => {
	const [a, b] = runIds ?? [];
	return a && b ? [a, b] : null;
};
