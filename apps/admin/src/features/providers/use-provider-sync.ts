import type { ProviderType } from "@llm-hub/api/schemas";
import { skipToken } from "@tanstack/react-query";
import { useState } from "react";
import { useProblemToast } from "@/components/toast.tsx";
import { plural } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";

export type ProviderSync = ReturnType<typeof useProviderSync>;

interface Progress {
	words: string;
	isOver: boolean;
}

const keyOf = (provider: string, endpoint: string | null) => `${provider}/${endpoint ?? ""}`;

/** How fresh each provider's models are, and a sync of one of them as it goes. */
export function useProviderSync() {
	const utils = trpc.useUtils();
	const [syncId, setSyncId] = useState<string | null>(null);
	const [progress, setProgress] = useState<Record<string, Progress>>({});
	const status = trpc.catalog.sync.status.useQuery();
	trpc.catalog.sync.events.useSubscription(syncId === null ? skipToken : { syncId }, {
		onData: ({ data: event }) => {
			if (event.type === "started") return;
			if (event.type === "done") {
				setSyncId(null);
				void utils.catalog.invalidate();
				return;
			}
			const told = toldBy(event);
			setProgress((last) => ({ ...last, [keyOf(event.provider, event.endpoint)]: told }));
		},
	});
	const start = trpc.catalog.sync.start.useMutation({
		onError: useProblemToast(),
		onSuccess: ({ syncId: id }) => {
			setProgress({});
			setSyncId(id);
		},
	});
	return {
		of: (provider: string, endpoint: string | null) => ({
			status: status.data?.providers.find((row) => row.provider === provider && row.endpoint === endpoint),
			progress: progress[keyOf(provider, endpoint)],
		}),
		isRunning: syncId !== null || start.isPending,
		start: (provider: ProviderType) => start.mutate({ providers: [provider] }),
	};
}

type ItemEvent =
	| { type: "provider_started" }
	| { type: "page"; pages: number; modelsFound: number }
	| { type: "provider_done"; modelsFound: number }
	| { type: "provider_failed"; failure: { message: string } };

function toldBy(event: ItemEvent): Progress {
	switch (event.type) {
		case "provider_started":
			return { words: "listing models", isOver: false };
		case "page":
			return { words: `listing models · page ${event.pages} · ${plural(event.modelsFound, "model")}`, isOver: false };
		case "provider_done":
			return { words: `${plural(event.modelsFound, "model")} · synced just now`, isOver: true };
		case "provider_failed":
			return { words: event.failure.message, isOver: true };
	}
}
