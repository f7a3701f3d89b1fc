import type { RouterOutputs } from "@llm-hub/api/types";
import { useMemo } from "react";
import { useSession } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";

export type Seen = RouterOutputs["catalog"]["seen"]["models"][number] & { days: number };

/** What is known of models beside the catalog: what our own runs measured, and their aliases. */
export interface ModelNotes {
	seenOf(modelId: string): Seen | undefined;
	/** With commas between them. */
	aliasesOf(modelId: string): string | undefined;
}

export function useModelNotes(): ModelNotes {
	const { user } = useSession();
	const seen = trpc.catalog.seen.useQuery(undefined, { enabled: !!user, staleTime: 60_000 }).data;
	const aliases = trpc.catalog.aliases.list.useQuery(undefined, { staleTime: 60_000 }).data;
	return useMemo(() => {
		const days = seen?.days ?? 0;
		const seenById = new Map(seen?.models.map((model) => [model.modelId, { ...model, days }]));
		const aliasesById = new Map<string, string>();
		for (const { modelId, name } of aliases?.aliases ?? []) {
			const known = aliasesById.get(modelId);
			aliasesById.set(modelId, known === undefined ? name : `${known}, ${name}`);
		}
		return { seenOf: (id) => seenById.get(id), aliasesOf: (id) => aliasesById.get(id) };
	}, [seen, aliases]);
}
