import { parseAsString, useQueryState } from "nuqs";
import { useEffect } from "react";
import { useToast } from "@/components/toast.tsx";
import { trpc } from "@/lib/trpc.ts";
import type { Template } from "./templates/template-fields.ts";

/** Takes the template that the address names into the composer, once; what it replaces can be undone there. */
export function useTemplateLink(load: (template: Template) => void): void {
	const [wanted, setWanted] = useQueryState("template", parseAsString.withOptions({ history: "replace" }));
	const toast = useToast();
	// Asked anew: a colleague may have shared it a moment ago.
	const templates = trpc.testing.templates.list.useQuery(undefined, {
		enabled: wanted !== null,
		staleTime: 0,
		refetchOnMount: "always",
	});
	const { data, isFetching } = templates;
	useEffect(() => {
		if (wanted === null || !data || isFetching) return;
		const template = data.find(({ id }) => id === wanted);
		void setWanted(null);
		if (template) load(template);
		else
			toast({
				message: "This template is gone, or nobody shared it with you. Ask whoever sent the link to share it.",
				severity: "error",
			});
	}, [wanted, data, isFetching, load, setWanted, toast]);
}
