import type { StartRunInput, startRunInput } from "@llm-hub/api/schemas";
import type { z } from "zod";

/** What the composer holds: a run without its model. The first message is the system's, and may be empty. */
export type Draft = Omit<StartRunInput, "modelId">;
/** The same while it is written: what has a default may be missing. */
export type DraftFields = Omit<z.input<typeof startRunInput>, "modelId">;

const storageKey = "llm-hub.lab.draft";

export const emptyDraft: Draft = {
	messages: [
		{ role: "system", content: "" },
		{ role: "user", content: "" },
	],
	parameters: { temperature: 0.7, maxTokens: 1000, topP: 1 },
};

/** A conversation as the composer shows it: the system message first, even where there is none. */
export function draftOf({ messages, parameters, templateId }: Draft): Draft {
	const system = messages.find((message) => message.role === "system") ?? { role: "system" as const, content: "" };
	return { messages: [system, ...messages.filter((message) => message !== system)], parameters, templateId };
}

/** The conversation as it is sent: without messages that say nothing. */
export const messagesOf = ({ messages }: Draft): Draft["messages"] =>
	messages.filter(({ content, images }) => content.trim() !== "" || images?.length);

/** The draft as a run's input. */
export const inputOf = (draft: Draft): Draft => ({ ...draft, messages: messagesOf(draft) });

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

// The shape alone, so that the form can show it: whether it may run is asked when it shall run.
const isDraft = (value: unknown): value is Draft =>
	isObject(value) &&
	isObject(value.parameters) &&
	Array.isArray(value.messages) &&
	value.messages.every(
		(message) => isObject(message) && typeof message.role === "string" && typeof message.content === "string",
	);

/** The draft of the last visit. One that an older version wrote, or that somebody edited, is left behind. */
export function loadDraft(storage: Pick<Storage, "getItem">): Draft {
	try {
		const stored: unknown = JSON.parse(storage.getItem(storageKey) ?? "null");
		return isDraft(stored) ? draftOf(stored) : emptyDraft;
	} catch {
		return emptyDraft;
	}
}

/** Keeps the draft; a full or forbidden storage loses the draft, never the page. */
export function saveDraft(storage: Pick<Storage, "setItem">, draft: DraftFields): void {
	try {
		storage.setItem(storageKey, JSON.stringify(draft));
	} catch {
		// Nothing to do: the text is still on the page.
	}
}
