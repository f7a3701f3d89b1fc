import { expect, it } from "vitest";
import { type Draft, draftOf, emptyDraft, loadDraft, messagesOf, saveDraft } from "./draft.ts";

const storage = () => {
	const items = new Map<string, string>();
	return {
		getItem: (key: string) => items.get(key) ?? null,
		setItem: (key: string, value: string) => void items.set(key, value),
	};
};
const draft: Draft = {
	...emptyDraft,
	messages: [
		{ role: "system", content: "Be brief." },
		{ role: "user", content: "Why is the sky blue?" },
	],
};

it("comes back as it was left", () => {
	const kept = storage();
	saveDraft(kept, draft);
	expect(loadDraft(kept)).toEqual(draft);
});

it.each([["not JSON"], ["null"], ['{"messages":"x"}'], ['{"messages":[{"text":"old"}],"parameters":{}}']])(
	"leaves %s behind",
	(stored) => {
		expect(loadDraft({ getItem: () => stored })).toEqual(emptyDraft);
	},
);

it("survives a storage that refuses", () => {
	const refuse = () => {
		throw new Error("QuotaExceededError");
	};
	expect(() => saveDraft({ setItem: refuse }, draft)).not.toThrow();
});

it("puts a system message first even where there was none, and sends none that is empty", () => {
	const loaded = draftOf({ messages: [{ role: "user", content: "Hi" }], parameters: emptyDraft.parameters });
	expect(loaded.messages.map(({ role }) => role)).toEqual(["system", "user"]);
	expect(messagesOf(loaded)).toEqual([{ role: "user", content: "Hi" }]);
});
