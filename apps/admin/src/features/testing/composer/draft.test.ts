import { fillIn, variablesIn } from "@llm-hub/api/schemas";
import { expect, it } from "vitest";
import { type DraftFields, draftOf, emptyDraft, inputOf } from "./draft.ts";
import { draftInput } from "./draft-input.ts";
import { draftResolver } from "./draft-resolver.ts";
import { loadDraft, saveDraft } from "./draft-storage.ts";
import { valuesIn } from "./values-in.ts";

const storage = () => {
	const items = new Map<string, string>();
	return {
		getItem: (key: string) => items.get(key) ?? null,
		setItem: (key: string, value: string) => void items.set(key, value),
	};
};
const draft: DraftFields = {
	...emptyDraft,
	messages: [
		{ role: "system", content: "Be brief." },
		{ role: "user", content: "Why is the {{thing}} blue?" },
	],
	variables: { thing: "sky" },
};
const resolve = async (fields: DraftFields) => {
	const options = { fields: {}, shouldUseNativeValidation: false };
	return draftResolver(fields, undefined, options) as Promise<{ values: object; errors: Record<string, unknown> }>;
};

it("comes back as it was left, but for images, which it counts", () => {
	const kept = storage();
	saveDraft(kept, draft);
	expect(loadDraft(kept)).toEqual({ fields: draft, lostImages: 0 });
	const images = [{ mediaType: "image/png" as const, base64: "iVBORw0KGgo=" }];
	saveDraft(kept, { ...draft, messages: [{ role: "user", content: "See", images }] });
	expect(loadDraft(kept)).toMatchObject({ lostImages: 1, fields: { messages: [{ role: "user", content: "See" }] } });
	expect(kept.getItem("llm-hub.lab.draft")).not.toContain("iVBOR");
});

it("gives a draft of before there were more parameters what it lacks", () => {
	const old = { messages: draft.messages, parameters: { temperature: 1, maxTokens: 5, topP: 1 } };
	const { fields } = loadDraft({ getItem: () => JSON.stringify(old) });
	expect(fields).toMatchObject({ variables: {}, tools: "", parameters: { temperature: 1, stop: "", costCapUsd: "" } });
});

it.each([["not JSON"], ["null"], ['{"messages":"x"}'], ['{"messages":[{"text":"old"}],"parameters":{}}']])(
	"leaves %s behind",
	(stored) => {
		expect(loadDraft({ getItem: () => stored }).fields).toEqual(emptyDraft);
	},
);

it("survives a storage that refuses", () => {
	const refuse = () => {
		throw new Error("QuotaExceededError");
	};
	expect(() => saveDraft({ setItem: refuse }, draft)).not.toThrow();
});

it("finds the values again in what was filled in, or none where it was not", () => {
	const texts = ["Be {{how}}.", "Explain {{what}} to {{ who }}, {{how}}: {{what}}"];
	const values = { how: "brief", what: "{{rain}} (to all)", who: "a child" };
	const filled = texts.map((text) => fillIn(text, values));
	expect(valuesIn(texts, filled)).toEqual(values);
	expect(valuesIn(["{{a}} or {{b}}"], ["tea or milk or both"])).toEqual({ a: "tea", b: "milk or both" });
	for (const other of ["Explain it", "Explain x to y, z: w"]) expect(valuesIn(texts, ["Be brief.", other])).toBeNull();
	expect(valuesIn(texts, ["Be brief."])).toBeNull();
});

it("finds variables once each and fills in values that are never read again", () => {
	expect(variablesIn(["{{a}} {{ b }} {{a}}", "{{not ok}} {{c-d}}"])).toEqual(["a", "b", "c-d"]);
	expect(fillIn("{{a}} {{ b }} {{c}}", { a: "{{b}}", b: "2" })).toBe("{{b}} 2 {{c}}");
});

it("is a run's input, and that comes back into the same fields", () => {
	const tools = [{ name: "look", parameters: { type: "object" } }];
	const fields: DraftFields = {
		...draft,
		parameters: { ...draft.parameters, stop: "END\n\\n\\n", seed: 7, reasoningEffort: "low", costCapUsd: "$ 0.05" },
		jsonSchema: '{"type":"object"}',
		tools: JSON.stringify(tools.map((tool) => ({ type: "function", function: tool }))),
	};
	const { input, problems } = draftInput(fields);
	expect(problems).toEqual([]);
	expect(input.messages[1]?.content).toBe("Why is the sky blue?");
	expect(input.parameters).toEqual({
		temperature: 0.7,
		maxTokens: 1000,
		topP: 1,
		stop: ["END", "\n\n"],
		seed: 7,
		reasoningEffort: "low",
		jsonSchema: { name: "answer", schema: { type: "object" } },
		tools,
		costCapUsd: "0.05",
	});
	expect(draftInput(draftOf(input)).input).toEqual(input);
	const hi = { messages: [{ role: "user" as const, content: "Hi" }], parameters: input.parameters };
	expect(draftOf(hi).messages.map(({ role }) => role)).toEqual(["system", "user"]);
	expect(inputOf(draftInput(draftOf(hi)).input).messages).toEqual(hi.messages);
});

it.each([
	["an empty variable", { variables: {} }, ["variables", "thing"], "Say what stands for {{thing}}."],
	["no JSON", { jsonSchema: "{type" }, ["jsonSchema"], "This is not JSON"],
	[
		"no schema",
		{ jsonSchema: '{"properties":{"a":{"type":"text"}}}' },
		["jsonSchema"],
		"properties.a.type: Must be one of",
	],
	["a tool without a name", { tools: '[{"parameters":{}}]' }, ["tools"], "0.name"],
	[
		"a prompt of 1 MB",
		{ messages: [{ role: "user", content: "x".repeat(1_000_000) }] },
		["messages", 0, "content"],
		"800,000",
	],
	["no prompt", { messages: emptyDraft.messages }, ["messages", "root"], "At least one user message"],
	[
		"no temperature",
		{ parameters: { ...draft.parameters, temperature: Number.NaN } },
		["parameters", "temperature"],
		"0 to 2",
	],
	[
		"a cap in words",
		{ parameters: { ...draft.parameters, costCapUsd: "much" } },
		["parameters", "costCapUsd"],
		"an amount",
	],
] as const)("says %s at its field", async (_, change, path, words) => {
	const { errors } = await resolve({ ...draft, ...change } as DraftFields);
	const at = path.reduce<unknown>((part, key) => (part as Record<string | number, unknown>)?.[key], errors);
	expect((at as { message?: string })?.message).toContain(words);
});

it("gives what the run sends when all is right", async () => {
	const { values } = await resolve({ ...draft, messages: [...draft.messages, { role: "assistant", content: " " }] });
	expect(values).toMatchObject({ messages: [{ role: "system" }, { content: "Why is the sky blue?" }] });
});
