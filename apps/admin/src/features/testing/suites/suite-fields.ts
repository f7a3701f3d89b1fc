import { variablesIn } from "@llm-hub/api/schemas";
import type { RouterInputs } from "@llm-hub/api/types";
import type { FieldError, FieldPath, Resolver } from "react-hook-form";
import { formatDate } from "@/lib/format.ts";
import { lastModels } from "@/lib/last-models.ts";
import { schemas } from "@/lib/schemas.ts";
import { randomUuid } from "@/lib/uuid.ts";
import { parameterNumbers } from "../parameters/numbers.ts";
import { type Template, textsOf } from "../templates/template-fields.ts";
import { typedUsd } from "../typed-usd.ts";

export type SuiteInput = RouterInputs["testing"]["suites"]["create"];
export type EstimateInput = RouterInputs["testing"]["suites"]["estimate"];

const usualParameters = { temperature: 0.7, maxTokens: 1000, topP: 1 };

/** What the form of a new suite holds. */
export interface SuiteFields {
	name: string;
	templates: { templateId: string; variables: Record<string, string> }[];
	modelIds: string[];
	repeats: number;
	/** Of all runs. Beyond the three numbers it has what a template brought. */
	parameters: NonNullable<Template["parameters"]>;
	capUsd: string;
	concurrency: number;
}

const parameterFields = parameterNumbers.map((number) => ({ ...number, name: `parameters.${number.name}` as const }));
const parametersShown = parameterFields.map(({ name }) => name);

/** The numbers of the form, with the bounds that the API sets. */
export const suiteNumbers = [
	{ name: "repeats", label: "Repeats", range: "1 to 20", min: 1, max: 20, step: 1 },
	{ name: "concurrency", label: "At once", range: "1 to 16", min: 1, max: 16, step: 1 },
	...parameterFields,
] as const;

/** The ids that an address names. */
export const listIn = (query: URLSearchParams, name: "templates" | "models"): string[] =>
	query.get(name)?.split(",").filter(Boolean) ?? [];

/** What the lab's composer hands on: what was written there stands in no address. */
export interface SuiteBegin {
	variables: Record<string, string>;
	parameters: SuiteFields["parameters"];
}

/**
 * The form as an address begins it: with the templates and models that it names, and with the parameters of the first of
 * these templates that has its own. What the composer hands on comes first.
 */
export function startOf(query: URLSearchParams, known: readonly Template[], begin: SuiteBegin | null): SuiteFields {
	const templates = listIn(query, "templates").flatMap((id) => known.find((template) => template.id === id) ?? []);
	const models = listIn(query, "models");
	return {
		name: `Suite of ${formatDate(new Date())}`,
		templates: templates.map((template) => ({ templateId: template.id, variables: valuesFor(template, begin) })),
		modelIds: models.length > 0 ? models : lastModels(),
		repeats: 3,
		parameters:
			begin?.parameters ?? templates.find(({ parameters }) => parameters !== null)?.parameters ?? usualParameters,
		capUsd: "",
		concurrency: 4,
	};
}

const valuesFor = (template: Template, begin: SuiteBegin | null): Record<string, string> =>
	Object.fromEntries(variablesIn(textsOf(template)).map((name) => [name, begin?.variables[name] ?? ""]));

/** The form as the estimate asks for it; null while there is nothing to estimate. */
export function estimateInputOf({
	templates,
	modelIds,
	repeats,
	parameters,
	capUsd,
}: SuiteFields): EstimateInput | null {
	const numbers = [repeats, ...parameterNumbers.map(({ name }) => parameters[name])];
	if (templates.length === 0 || modelIds.length === 0 || numbers.some((number) => !Number.isFinite(number)))
		return null;
	return { templates, modelIds, repeats, parameters, capUsd: typedUsd(capUsd) || null };
}

/** Where the API's words about a part of the input are shown; null where the form has no place for it. */
export function placeOf(path: string): FieldPath<SuiteFields> | null {
	const [head, index, part, name] = path.split(".");
	if (head === "templates" && part === "variables" && name) return `templates.${Number(index)}.variables.${name}`;
	if (head === "templates" || head === "modelIds") return `${head}.root` as FieldPath<SuiteFields>;
	const plain = ["name", "repeats", "capUsd", "concurrency", ...parametersShown] as const;
	return plain.find((field) => field === path) ?? null;
}

/** Checks the form by the rules of the API. The suite's id is made here, so that sending twice starts once. */
export const suiteResolver: Resolver<SuiteFields, unknown, SuiteInput> = async (fields, _, options) => {
	const [{ createSuiteInput }, { toNestErrors }] = await Promise.all([schemas(), import("@hookform/resolvers")]);
	const capUsd = typedUsd(fields.capUsd) || null;
	const { data, error } = createSuiteInput.safeParse({ ...fields, capUsd, suiteId: randomUuid() });
	if (data) return { values: data, errors: {} };
	const errors: Record<string, FieldError> = {};
	for (const { path, message } of error.issues) {
		const place = placeOf(path.map(String).join(".")) ?? "root";
		const range = suiteNumbers.find(({ name }) => name === place)?.range;
		errors[place] ??= { type: "refused", message: range ? `Must be ${range}.` : message };
	}
	return { values: {}, errors: toNestErrors<SuiteFields>(errors, options) };
};
