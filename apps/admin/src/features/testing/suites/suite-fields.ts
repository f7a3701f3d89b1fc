import type { RouterInputs } from "@llm-hub/api/types";
import type { FieldError, FieldPath, Resolver } from "react-hook-form";
import { schemas } from "@/lib/schemas.ts";
import { randomUuid } from "@/lib/uuid.ts";

export type SuiteInput = RouterInputs["testing"]["suites"]["create"];
export type EstimateInput = RouterInputs["testing"]["suites"]["estimate"];

/** What the form of a new suite holds. */
export interface SuiteFields {
	name: string;
	templates: { templateId: string; variables: Record<string, string> }[];
	modelIds: string[];
	repeats: number;
	parameters: { temperature: number; maxTokens: number; topP: number };
	capUsd: string;
	concurrency: number;
}

/** The form as the estimate asks for it; null while there is nothing to estimate. */
export function estimateInputOf({
	templates,
	modelIds,
	repeats,
	parameters,
	capUsd,
}: SuiteFields): EstimateInput | null {
	const numbers = [repeats, ...Object.values(parameters)];
	if (templates.length === 0 || modelIds.length === 0 || numbers.some((number) => !Number.isFinite(number)))
		return null;
	return { templates, modelIds, repeats, parameters, capUsd: capUsd.trim().replace(/^\$\s*/, "") || null };
}

/** Where the API's words about a part of the input are shown. */
export function placeOf(path: string): FieldPath<SuiteFields> {
	const [head, index, part, name] = path.split(".");
	if (head === "templates" && part === "variables" && name) return `templates.${Number(index)}.variables.${name}`;
	if (head === "parameters") return path as FieldPath<SuiteFields>;
	const plain = ["name", "repeats", "capUsd", "concurrency"] as const;
	const found = plain.find((field) => field === head);
	if (found) return found;
	return head === "templates" || head === "modelIds"
		? (`${head}.root` as FieldPath<SuiteFields>)
		: ("root" as FieldPath<SuiteFields>);
}

const ranges: Record<string, string> = {
	repeats: "Must be 1 to 20.",
	concurrency: "Must be 1 to 16.",
	"parameters.temperature": "Must be 0 to 2.",
	"parameters.maxTokens": "Must be 1 to 1,000,000.",
	"parameters.topP": "Must be 0 to 1.",
};

/** Checks the form by the rules of the API. The suite's id is made here, so that sending twice starts once. */
export const suiteResolver: Resolver<SuiteFields, unknown, SuiteInput> = async (fields, _, options) => {
	const [{ createSuiteInput }, { toNestErrors }] = await Promise.all([schemas(), import("@hookform/resolvers")]);
	const capUsd = fields.capUsd.trim().replace(/^\$\s*/, "") || null;
	const { data, error } = createSuiteInput.safeParse({ ...fields, capUsd, suiteId: randomUuid() });
	if (data) return { values: data, errors: {} };
	const errors: Record<string, FieldError> = {};
	for (const { path, message } of error.issues) {
		const place = placeOf(path.map(String).join("."));
		errors[place] ??= { type: "refused", message: ranges[place] ?? message };
	}
	return { values: {}, errors: toNestErrors<SuiteFields>(errors, options) };
};
