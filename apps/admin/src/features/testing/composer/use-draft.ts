import { useCallback, useEffect, useState } from "react";
import { useForm } from "react-hook-form";
import { useToast } from "@/components/toast.tsx";
import type { Template } from "../templates/template-fields.ts";
import { type Draft, type DraftFields, draftOf, emptyDraft, inputOf, parameterFieldsOf } from "./draft.ts";
import { draftInput } from "./draft-input.ts";
import { draftResolver } from "./draft-resolver.ts";
import { loadDraft, saveDraft } from "./draft-storage.ts";

const isEmpty = ({ messages, jsonSchema, tools }: DraftFields): boolean =>
	jsonSchema === "" &&
	tools === "" &&
	messages.every(({ content, images }) => content.trim() === "" && !images?.length);

/** The composer's form. It is kept as it is written, and whatever replaces it can be undone. */
export function useDraft() {
	const toast = useToast();
	const [kept] = useState(() => loadDraft(localStorage));
	const [lostImages, setLostImages] = useState(kept.lostImages);
	const form = useForm<DraftFields, unknown, Draft>({ resolver: draftResolver, defaultValues: kept.fields });
	const { reset, getValues, subscribe } = form;
	useEffect(
		() => subscribe({ formState: { values: true }, callback: ({ values }) => saveDraft(localStorage, values) }),
		[subscribe],
	);

	const replace = useCallback(
		(fields: DraftFields, message: string) => {
			const before = structuredClone(getValues());
			const put = (next: DraftFields) => {
				reset(next);
				saveDraft(localStorage, next);
			};
			put(fields);
			setLostImages(0);
			if (!isEmpty(before)) toast({ message, severity: "info", undo: () => put(before) });
		},
		[getValues, reset, toast],
	);
	const loadTemplate = useCallback(
		({ id, name, system, prompt, turns, parameters: own }: Template) => {
			const user = { role: "user" as const, content: prompt };
			const messages = [...(system ? [{ role: "system" as const, content: system }] : []), user, ...turns];
			const parameters = own ?? { temperature: 0.7, maxTokens: 1000, topP: 1 };
			const draft = draftOf({ messages, parameters, templateId: id });
			const kept = getValues("parameters");
			const next = own ? { ...parameterFieldsOf(own), costCapUsd: kept.costCapUsd } : kept;
			replace({ ...draft, parameters: next }, `Template “${name}” loaded.`);
		},
		[getValues, replace],
	);
	const clear = useCallback(() => replace(emptyDraft, "Prompt cleared."), [replace]);
	return {
		form,
		/** Images of the last visit's draft, which no browser keeps. */
		lostImages,
		replace,
		loadTemplate,
		clear,
		/** What the composer holds now as a run's input, right or not. */
		current: (): Draft => inputOf(draftInput(getValues()).input),
	};
}
