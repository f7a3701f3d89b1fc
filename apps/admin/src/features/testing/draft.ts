import { type StartRunInput, startRunInput } from "@llm-hub/api/schemas";
import type { z } from "zod";

/** What the composer holds: a run without its model. The first message is the system's, and may be empty. */
export const draftSchema = startRunInput.omit({ modelId: true });
export type Draft = z.output<typeof draftSchema>;
export type DraftFields = z.input<typeof draftSchema>;

const storageKey = "llm-hub.lab.draft";

export const emptyDraft: Draft = {
	messages: [
		{ role: "system", content: "" },
		{ role: "user", content: "" },
	],
	parameters: { temperature: 0.7, maxTokens: 1000, topP: 1 },
};

/** A conversation as the composer shows it: the system message first, even where there is none. */
export function draftOf({ messages, parameters, templateId }: Omit<StartRunInput, "modelId">): Draft {
	const system = messages.find((message) => message.role === "system") ?? { role: "system" as const, content: "" };
	return { messages: [system, ...messages.filter((message) => message !== system)], parameters, templateId };
}

/** The conversation as it is sent: without messages that say nothing. */
export const messagesOf = ({ messages }: Draft): Draft["messages"] =>
	messages.filter((message) => message.content.trim() !== "");

/** The draft of the last visit. One that an older version wrote, or that somebody edited, is left behind. */
export function loadDraft(storage: Pick<Storage, "getItem">): Draft {
	try {
		const parsed = draftSchema.safeParse(JSON.parse(storage.getItem(storageKey) ?? "null"));
		return parsed.success ? draftOf(parsed.data) : emptyDraft;
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
