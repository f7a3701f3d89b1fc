import { keepPreviousData } from "@tanstack/react-query";
import { parseAsArrayOf, parseAsBoolean, parseAsString, useQueryStates } from "nuqs";
import { useSession } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";
import { useAliases } from "@/lib/use-aliases.ts";
import { type Column, mostCompared } from "./columns.ts";

const parsers = {
	/** Ids or aliases. */
	models: parseAsArrayOf(parseAsString).withDefault([]),
	only: parseAsBoolean.withDefault(false),
};

/** Which models stand side by side, live in the URL, and what is known of them. */
export function useComparison() {
	const [{ models, only }, set] = useQueryStates(parsers, { history: "replace" });
	const { user } = useSession();
	const { aliasesOf } = useAliases();
	const all = [...new Set(models)];
	const asked = all.slice(0, mostCompared);
	const compared = trpc.catalog.compare.useQuery(
		{ models: asked },
		{ enabled: asked.length > 0, placeholderData: keepPreviousData },
	);
	const found = compared.data?.models ?? [];
	const ids = [...new Set(found.flatMap(({ model }) => model?.id ?? []))];
	const measured = trpc.catalog.measured.useQuery(
		{ ids },
		{ enabled: !!user && ids.length > 0, placeholderData: keepPreviousData },
	);
	const columnOf = (name: string): Column | null | undefined => {
		const entry = found.find((one) => one.asked === name);
		if (!entry) return undefined;
		const { model } = entry;
		if (!model) return null;
		const ours = measured.data?.models.find(({ modelId }) => modelId === model.id);
		return { ...entry, model, measured: ours, aliases: aliasesOf(model.id) };
	};
	return {
		asked,
		leftOut: all.slice(mostCompared),
		only,
		columnOf,
		measuredDays: measured.data?.days,
		error: compared.error ?? measured.error,
		retry: () => void (compared.isError ? compared.refetch() : measured.refetch()),
		add: (name: string) => void set({ models: [...asked, name] }),
		remove: (name: string) => void set({ models: all.filter((other) => other !== name) }),
		setOnly: (next: boolean) => void set({ only: next || null }),
	};
}
