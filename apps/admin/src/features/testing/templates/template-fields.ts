import type { Check } from "@llm-hub/api/schemas";
import type { RouterInputs, RouterOutputs } from "@llm-hub/api/types";

export type Template = RouterOutputs["testing"]["templates"]["list"][number];
export type TemplateInput = RouterInputs["testing"]["templates"]["create"];

/** Its texts in the order in which they are sent; the system message first, even where there is none. */
export const textsOf = ({ system, prompt, turns }: Template): string[] => [
	system ?? "",
	prompt,
	...turns.map(({ content }) => content),
];

/** A check while it is written: what its kind does not use stays as it was, for when the kind is changed back. */
export interface CheckFields {
	kind: Check["kind"];
	/** Of `exact` and `contains` a text, of `numeric` a number. */
	value: string;
	pattern: string;
	/** JSON as it is written, right or not. */
	schema: string;
	tolerance: string;
	ignoreCase: boolean;
	lastLine: boolean;
}

/** What the editor of a template holds. */
export interface TemplateFields {
	name: string;
	category: string;
	description: string;
	system: string;
	prompt: string;
	turns: { role: "user" | "assistant"; content: string }[];
	checks: CheckFields[];
	isShared: boolean;
	/** Taken along as they are. */
	parameters: Template["parameters"];
	suggestedModels: string[];
}

export const emptyCheck: CheckFields = {
	kind: "contains",
	value: "",
	pattern: "",
	schema: "",
	tolerance: "0",
	ignoreCase: false,
	lastLine: false,
};

export const emptyTemplate: TemplateFields = {
	name: "",
	category: "",
	description: "",
	system: "",
	prompt: "",
	turns: [],
	checks: [],
	isShared: false,
	parameters: null,
	suggestedModels: [],
};

const checkFieldsOf = (check: Check): CheckFields => ({
	...emptyCheck,
	kind: check.kind,
	...("value" in check && { value: String(check.value) }),
	...("pattern" in check && { pattern: check.pattern }),
	...("schema" in check && { schema: JSON.stringify(check.schema, null, 2) }),
	...("tolerance" in check && { tolerance: String(check.tolerance) }),
	...("ignoreCase" in check && { ignoreCase: check.ignoreCase }),
	...("lastLine" in check && { lastLine: check.lastLine }),
});

export const fieldsOf = (template: Template): TemplateFields => ({
	name: template.name,
	category: template.category,
	description: template.description,
	system: template.system ?? "",
	prompt: template.prompt,
	turns: template.turns,
	checks: template.checks.map(checkFieldsOf),
	isShared: template.isShared,
	parameters: template.parameters,
	suggestedModels: template.suggestedModels,
});

/** Another of the same, which is its writer's alone. */
export const copyOf = (template: Template): TemplateFields => ({
	...fieldsOf(template),
	name: `${template.name} (copy)`,
	isShared: false,
});

const numberOf = (text: string): number => (text.trim() === "" ? Number.NaN : Number(text.trim().replace("−", "-")));

/** What is wrong with a field before any rule of the API is asked. */
type Problem = { path: string; message: string };

function schemaOf(text: string, path: string, problems: Problem[]): Record<string, unknown> {
	try {
		return JSON.parse(text) as Record<string, unknown>;
	} catch (error) {
		const why = error instanceof Error ? error.message : "cannot be read";
		problems.push({ path, message: text.trim() === "" ? "Write the schema." : `This is not JSON: ${why}` });
		return {};
	}
}

function checkOf(fields: CheckFields, path: string, problems: Problem[]): Check {
	const { kind, value, pattern, schema, tolerance, ignoreCase, lastLine } = fields;
	switch (kind) {
		case "exact":
			return { kind, value, lastLine, ignoreCase };
		case "contains":
			return { kind, value, ignoreCase };
		case "regex":
			return { kind, pattern, ignoreCase };
		case "jsonSchema":
			return { kind, schema: schemaOf(schema, `${path}.schema`, problems) };
		case "numeric":
			return { kind, value: numberOf(value), tolerance: tolerance.trim() === "" ? 0 : numberOf(tolerance) };
	}
}

/** The checks as the API takes them, and what keeps them from being that. */
export function checksOf(checks: readonly CheckFields[]): { checks: Check[]; problems: Problem[] } {
	const problems: Problem[] = [];
	return { checks: checks.map((check, index) => checkOf(check, `checks.${index}`, problems)), problems };
}

/** The template as the API takes it: turns that say nothing are left out. */
export function templateInputOf(fields: TemplateFields): { input: TemplateInput; problems: Problem[] } {
	const { checks, problems } = checksOf(fields.checks);
	const system = fields.system.trim() === "" ? null : fields.system;
	const turns = fields.turns.filter(({ content }) => content.trim() !== "");
	return { input: { ...fields, system, turns, checks }, problems };
}
