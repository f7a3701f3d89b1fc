import { type Draft, type DraftFields, draftOf } from "../composer/draft.ts";
import { draftInput } from "../composer/draft-input.ts";
import { valuesIn } from "../composer/values-in.ts";
import { emptyTemplate, type Template, type TemplateFields, textsOf } from "./template-fields.ts";

/**
 * The composer's prompt as a template: its messages with their variables as written, and its parameters without the cost
 * cap. `note` says what a template cannot keep.
 */
export function templateOfDraft(draft: DraftFields): { start: TemplateFields; note: string | null } {
	const [system, prompt, ...rest] = draft.messages;
	const { costCapUsd: _, ...parameters } = draftInput(draft).input.parameters;
	const images = draft.messages.reduce((sum, message) => sum + (message.images?.length ?? 0), 0);
	const turns = rest.flatMap(({ role, content }) => (role === "system" ? [] : [{ role, content }]));
	return {
		start: {
			...emptyTemplate,
			system: system?.content ?? "",
			prompt: prompt?.content ?? "",
			turns,
			parameters,
		},
		note: images > 0 ? "Images are not kept in a template: add them again before a run." : null,
	};
}

/** What a run asked, for the composer: as the template with its variables, where that is what was filled in. */
export function draftOfRun(asked: Draft, template: Template | undefined): DraftFields {
	const draft = draftOf(asked);
	if (!template) return draft;
	const texts = textsOf(template);
	const variables = valuesIn(
		texts,
		draft.messages.map(({ content }) => content),
	);
	if (variables === null) return draft;
	const messages = draft.messages.map((message, place) => ({ ...message, content: texts[place] ?? message.content }));
	return { ...draft, messages, variables };
}

/** Whether the composer's messages still are the template's. */
export function isUnchanged({ messages }: DraftFields, template: Template): boolean {
	const texts = textsOf(template);
	return messages.length === texts.length && messages.every(({ content }, index) => content === texts[index]);
}
