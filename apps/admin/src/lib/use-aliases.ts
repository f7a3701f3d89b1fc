import { useMemo } from "react";
import { trpc } from "./trpc.ts";

/** Which names stand for which models now. */
export interface Aliases {
	/** With commas between them. */
	aliasesOf(modelId: string): string | undefined;
	/** The model that a call of that name would go to; the name itself where it is no alias. */
	modelOf(name: string): string;
}

export function useAliases(): Aliases {
	const { data } = trpc.catalog.aliases.list.useQuery(undefined, { staleTime: 60_000 });
	return useMemo(() => {
		const names = new Map<string, string>();
		const models = new Map<string, string>();
		for (const { modelId, name } of data?.aliases ?? []) {
			const known = names.get(modelId);
			names.set(modelId, known === undefined ? name : `${known}, ${name}`);
			models.set(name, modelId);
		}
		return {
			aliasesOf: (id) => names.get(id),
			modelOf: (name) => models.get(name.replace(/^alias\//, "").toLowerCase()) ?? name,
		};
	}, [data]);
}
