import type { FieldError, FieldPath, Resolver } from "react-hook-form";
import { schemas } from "@/lib/schemas.ts";
import { type TemplateFields, type TemplateInput, templateInputOf } from "./template-fields.ts";

/** Where the API's words about a part of the input are shown; null where the editor has no field for it. */
export function placeOf(path: string): FieldPath<TemplateFields> | null {
	const [head = "", index, field] = path.split(".");
	if (head === "checks" && index !== undefined) return `checks.${Number(index)}.${field}` as FieldPath<TemplateFields>;
	if (head === "turns" && index !== undefined) return `turns.${Number(index)}.content`;
	const plain = ["name", "category", "description", "system", "prompt", "checks"] as const;
	return plain.find((name) => name === head) ?? null;
}

/** Checks the editor by the rules of the API, which are fetched when it is first checked. */
export const templateResolver: Resolver<TemplateFields, unknown, TemplateInput> = async (fields, _, options) => {
	const [{ createTemplateInput }, { toNestErrors }] = await Promise.all([schemas(), import("@hookform/resolvers")]);
	const { input, problems } = templateInputOf(fields);
	const { data, error } = createTemplateInput.safeParse(input);
	const refused = (error?.issues ?? []).map(({ path, message }) => ({ path: path.map(String).join("."), message }));
	const errors: Record<string, FieldError> = {};
	for (const { path, message } of [...problems, ...refused]) {
		const place = placeOf(path) ?? "root";
		errors[place === "checks" ? "checks.root" : place] ??= { type: "refused", message };
	}
	if (data && Object.keys(errors).length === 0) return { values: data, errors: {} };
	return { values: {}, errors: toNestErrors<TemplateFields>(errors, options) };
};
