import type { ProviderType } from "@llm-hub/api/schemas";
import { useProblemToast } from "@/components/toast.tsx";
import { trpc } from "@/lib/trpc.ts";
import type { ProviderKey } from "./types.ts";

/** Moves one of a provider's keys up or down in the order in which they are tried. */
export function useReorder(providerType: ProviderType, keys: readonly ProviderKey[]) {
	const utils = trpc.useUtils();
	const { mutate } = trpc.keys.reorder.useMutation({
		onError: useProblemToast(),
		onSettled: () => void utils.keys.list.invalidate(),
	});
	return (index: number, by: -1 | 1) => {
		const ids = keys.map(({ id }) => id);
		const [moved] = ids.splice(index, 1);
		if (moved === undefined) return;
		ids.splice(index + by, 0, moved);
		mutate({ providerType, providerIds: ids });
	};
}
