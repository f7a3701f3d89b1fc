import { trpc } from "@/lib/trpc.ts";
import { useAliases } from "@/lib/use-aliases.ts";
import type { Model } from "./why-not.ts";

const pageSize = 1000;
const page = (offset: number) => ({ capability: "chat", limit: pageSize, offset }) as const;

/** Every model that chats, in as few requests as the API allows; asked for when the list is first opened. */
export function useModels(enabled: boolean) {
	const options = { enabled, staleTime: 60_000 };
	const first = trpc.catalog.list.useQuery(page(0), options);
	const total = first.data?.total ?? 0;
	const offsets = Array.from({ length: Math.max(0, Math.ceil(total / pageSize) - 1) }, (_, at) => (at + 1) * pageSize);
	const rest = trpc.useQueries((t) => offsets.map((offset) => t.catalog.list(page(offset), options)));
	const pages = [first, ...rest];
	const { aliasesOf } = useAliases();
	const named = (model: Model): Model => {
		const aliases = aliasesOf(model.id);
		return aliases === undefined ? model : { ...model, aliases };
	};
	return {
		models: pages.flatMap(({ data }) => data?.models ?? []).map(named),
		isPending: first.isPending,
		error: pages.find(({ isError }) => isError)?.error ?? null,
		retry: () => {
			for (const { isError, refetch } of pages) if (isError) void refetch();
		},
	};
}
