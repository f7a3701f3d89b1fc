import { type DraftFields, emptyDraft } from "./draft.ts";

const storageKey = "llm-hub.lab.draft";

/** A draft as the browser keeps it: images are too large for it, so only that there were some. */
interface Kept {
	fields: DraftFields;
	/** Images that were in the draft and are not any more. */
	lostImages: number;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

// The shape alone, so that the form can show it: whether it may run is asked when it shall run.
const isDraft = (value: unknown): value is Pick<DraftFields, "messages" | "parameters"> & Partial<DraftFields> =>
	isObject(value) &&
	isObject(value.parameters) &&
	Array.isArray(value.messages) &&
	value.messages.every(
		(message) => isObject(message) && typeof message.role === "string" && typeof message.content === "string",
	);

const nothing: Kept = { fields: emptyDraft, lostImages: 0 };

/** The draft of the last visit. One that an older version wrote gets what it lacks; what is no draft is left behind. */
export function loadDraft(storage: Pick<Storage, "getItem">): Kept {
	try {
		const stored: unknown = JSON.parse(storage.getItem(storageKey) ?? "null");
		if (!isDraft(stored)) return nothing;
		const seed = stored.parameters.seed ?? Number.NaN;
		const parameters = { ...emptyDraft.parameters, ...stored.parameters, seed };
		const { lostImages, ...fields } = { lostImages: 0, ...stored };
		const { stop } = parameters;
		if (typeof stop !== "string") return nothing;
		return { fields: { ...emptyDraft, ...fields, parameters }, lostImages };
	} catch {
		return nothing;
	}
}

/** Keeps the draft; a full or forbidden storage loses the draft, never the page. */
export function saveDraft(storage: Pick<Storage, "setItem">, fields: DraftFields): void {
	const lostImages = fields.messages.reduce((sum, { images = [] }) => sum + images.length, 0);
	const messages = fields.messages.map(({ role, content }) => ({ role, content }));
	try {
		storage.setItem(storageKey, JSON.stringify({ ...fields, messages, lostImages }));
	} catch {
		// Nothing to do: the text is still on the page.
	}
}
