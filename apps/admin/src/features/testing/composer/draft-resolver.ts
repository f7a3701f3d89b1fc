import type { FieldError, Resolver } from "react-hook-form";
import { type Draft, type DraftFields, messagesOf } from "./draft.ts";
import { draftInput, type FieldProblem } from "./draft-input.ts";

/** Where the API's words about a part of the input are shown, and what they are about within the field. */
function placeOf(path: readonly PropertyKey[]): { field: string; within: string } {
	const [head, part, ...rest] = path.map(String);
	if (head === "parameters" && part === "jsonSchema") return { field: "jsonSchema", within: rest.slice(1).join(".") };
	if (head === "parameters" && part === "tools") return { field: "tools", within: rest.join(".") };
	if (head === "parameters") return { field: `parameters.${part}`, within: "" };
	if (head === "messages" && part !== undefined)
		return { field: `messages.${part}.${rest[0] ?? "content"}`, within: "" };
	return { field: "messages.root", within: "" };
}

const ranges: Record<string, string> = {
	"parameters.temperature": "Must be 0 to 2.",
	"parameters.maxTokens": "Must be 1 to 1,000,000.",
	"parameters.topP": "Must be 0 to 1.",
	"parameters.seed": "Must be a whole number, 0 to 2,147,483,647.",
};

/** Checks the composer by the rules of the API, which are fetched when it is first checked. */
export const draftResolver: Resolver<DraftFields, unknown, Draft> = async (fields, _, options) => {
	const [{ startRunInput }, { toNestErrors }] = await Promise.all([
		import("@llm-hub/api/schemas"),
		import("@hookform/resolvers"),
	]);
	const { input, problems } = draftInput(fields);
	const { data, error } = startRunInput.omit({ modelId: true }).safeParse(input);
	const refused = (error?.issues ?? []).map(({ path, message }): FieldProblem => {
		const { field, within } = placeOf(path);
		return { path: field, message: ranges[field] ?? (within ? `${within}: ${message}` : message) };
	});
	const all = [...problems, ...refused];
	if (all.length === 0 && data) return { values: { ...data, messages: messagesOf(data) }, errors: {} };
	const errors: Record<string, FieldError> = {};
	for (const { path, message } of all) errors[path] ??= { type: "refused", message };
	return { values: {}, errors: toNestErrors<DraftFields>(errors, options) };
};
