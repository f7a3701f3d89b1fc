import type { RouterOutputs } from "@llm-hub/api/types";
import { useMemo } from "react";
import { useSession } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";
import { type Aliases, useAliases } from "@/lib/use-aliases.ts";

export type Seen = RouterOutputs["catalog"]["seen"]["models"][number] & { days: number };

/** What is known of models beside the catalog: what our own runs measured, and their aliases. */
export interface ModelNotes extends Pick<Aliases, "aliasesOf"> {
	seenOf(modelId: string): Seen | undefined;
}

export function useModelNotes(): ModelNotes {
	const { user } = useSession();
	const seen = trpc.catalog.seen.useQuery(undefined, { enabled: !!user, staleTime: 60_000 }).data;
	const { aliasesOf } = useAliases();
	return useMemo(() => {
		const days = seen?.days ?? 0;
		const seenById = new Map(seen?.models.map((model) => [model.modelId, { ...model, days }]));
		return { seenOf: (id) => seenById.get(id), aliasesOf };
	}, [seen, aliasesOf]);
}
