import { trpc } from "@/lib/trpc.ts";

/** Whether a model can think before it answers, as far as the catalog knows; false until that is known. */
export function useCanReason(modelId: string | null): boolean {
	const model = trpc.catalog.byId.useQuery(
		{ id: modelId ?? "" },
		{ enabled: modelId !== null, staleTime: Number.POSITIVE_INFINITY },
	);
	return model.data?.capabilities.includes("reasoning") ?? false;
}
