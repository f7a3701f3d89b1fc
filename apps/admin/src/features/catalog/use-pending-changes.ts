import type { RouterOutputs } from "@llm-hub/api/types";
import { keepPreviousData } from "@tanstack/react-query";
import { useSession } from "@/lib/session.ts";
import { alone, trpc } from "@/lib/trpc.ts";

export type PendingChange = RouterOutputs["catalog"]["changes"]["list"]["changes"][number];

/**
 * A model's changes that wait for an admin; nobody else is told. `isFirst` while they are asked for and nothing has come yet,
 * not even a failure: what fails is asked for again without anybody waiting for it.
 */
export function usePendingChanges(modelId: string | null): { changes: PendingChange[]; isFirst: boolean } {
	const { isAdmin } = useSession();
	const { data, isLoading, failureCount, errorUpdateCount } = trpc.catalog.changes.list.useQuery(
		{ state: "pending", modelId: modelId ?? "-", limit: 10, offset: 0 },
		{
			enabled: isAdmin && modelId !== null,
			placeholderData: modelId === null ? keepPreviousData : undefined,
			...alone,
		},
	);
	return { changes: data?.changes ?? [], isFirst: isLoading && failureCount === 0 && errorUpdateCount === 0 };
}
