import { useCallback, useEffect, useState } from "react";
import { useForm } from "react-hook-form";
import { useToast } from "@/components/toast.tsx";
import { lazyResolver } from "@/lib/lazy-resolver.ts";
import { schemas } from "@/lib/schemas.ts";
import { type Draft, type DraftFields, draftOf, emptyDraft, loadDraft, saveDraft } from "./draft.ts";
import type { Template } from "./template-menu.tsx";

/** The composer's form. It is kept as it is written, and whatever replaces it can be undone. */
export function useDraft() {
	const toast = useToast();
	const [defaultValues] = useState(() => loadDraft(localStorage));
	const form = useForm<DraftFields, unknown, Draft>({
		resolver: lazyResolver(async () => (await schemas()).startRunInput.omit({ modelId: true })),
		defaultValues,
	});
	const { reset, getValues, subscribe } = form;
	useEffect(
		() => subscribe({ formState: { values: true }, callback: ({ values }) => saveDraft(localStorage, values) }),
		[subscribe],
	);

	const replace = useCallback(
		(draft: DraftFields, message: string) => {
			const before = structuredClone(getValues());
			const hadText = before.messages.some(({ content }) => content.trim() !== "");
			const put = (next: DraftFields) => {
				reset(next);
				saveDraft(localStorage, next);
			};
			put(draft);
			if (hadText) toast({ message, severity: "info", action: { label: "Undo", onClick: () => put(before) } });
		},
		[getValues, reset, toast],
	);
	const loadTemplate = useCallback(
		({ id, name, system, prompt }: Template) => {
			const user = { role: "user" as const, content: prompt };
			const messages = system ? [{ role: "system" as const, content: system }, user] : [user];
			const draft = draftOf({ messages, parameters: emptyDraft.parameters, templateId: id });
			replace({ ...draft, parameters: getValues("parameters") }, `Template “${name}” loaded.`);
		},
		[getValues, replace],
	);
	const clear = useCallback(() => replace(emptyDraft, "Prompt cleared."), [replace]);
	return { form, replace, loadTemplate, clear };
}
