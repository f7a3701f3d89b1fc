import { useProblemToast } from "@/components/toast.tsx";
import { trpc } from "@/lib/trpc.ts";

/** Takes a key out of use, or back into it. */
export function useSetKeyEnabled() {
	const utils = trpc.useUtils();
	const { mutate } = trpc.keys.setEnabled.useMutation({
		onError: useProblemToast(),
		onSuccess: () => {
			void utils.keys.list.invalidate();
			void utils.catalog.invalidate();
		},
	});
	return (providerId: string, enabled: boolean) => mutate({ providerId, enabled });
}
