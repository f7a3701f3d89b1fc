import type { RouterOutputs } from "@llm-hub/api/types";
import { useQueryClient } from "@tanstack/react-query";
import { getQueryKey } from "@trpc/react-query";
import { useCallback } from "react";
import { useProblemToast, useToast } from "@/components/toast.tsx";
import { trpc } from "@/lib/trpc.ts";
import type { Model } from "./use-model-pages.ts";

type Page = RouterOutputs["catalog"]["list"];
type Detail = RouterOutputs["catalog"]["byId"];

/** Enables or disables a model at once and offers the way back. The row stays where it is, also when a filter would drop it. */
export function useSetEnabled() {
	const queryClient = useQueryClient();
	const utils = trpc.useUtils();
	const toast = useToast();
	const onProblem = useProblemToast();
	const { mutate } = trpc.catalog.setEnabled.useMutation();

	return useCallback(
		(model: Pick<Model, "id" | "displayName">, enabled: boolean) => {
			const show = (id: string, value: boolean) => {
				const set = (row: Model) => (row.id === id ? { ...row, enabled: value } : row);
				queryClient.setQueriesData<Page>(
					{ queryKey: getQueryKey(trpc.catalog.list) },
					(page) => page && { ...page, models: page.models.map(set) },
				);
				utils.catalog.byId.setData({ id }, (detail: Detail | undefined) => detail && { ...detail, enabled: value });
			};
			const put = (value: boolean, onSuccess: () => void) => {
				show(model.id, value);
				mutate(
					{ ids: [model.id], enabled: value },
					{
						onSuccess: () => {
							onSuccess();
							void utils.catalog.stats.invalidate();
						},
						onError: (error) => {
							show(model.id, !value);
							onProblem(error);
						},
					},
				);
			};
			const undo = () => put(!enabled, () => {});
			const message = `${model.displayName} is ${enabled ? "enabled" : "disabled"}.`;
			put(enabled, () => toast({ message, undo }));
		},
		[mutate, onProblem, queryClient, toast, utils],
	);
}
