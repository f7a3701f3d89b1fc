import type { FieldPath, FieldValues, UseFormSetError } from "react-hook-form";
import { describeProblem } from "./errors.ts";

/**
 * Puts what the server refused at its fields; the rest, and what has no field here, at the form as a whole. `places` are
 * the form's fields, named as the API names them, or says where a path of the API is shown.
 */
export function showProblem<Fields extends FieldValues>(
	error: unknown,
	setError: UseFormSetError<Fields>,
	places: readonly FieldPath<Fields>[] | ((path: string) => FieldPath<Fields> | null),
): void {
	const { issues, message } = describeProblem(error);
	const placeOf = typeof places === "function" ? places : (path: string) => places.find((name) => name === path);
	const placed = new Map<FieldPath<Fields>, string>();
	for (const issue of issues) {
		const field = placeOf(issue.path);
		if (field) placed.set(field, [placed.get(field), issue.message].filter(Boolean).join(" "));
	}
	const [first] = placed.keys();
	for (const [field, words] of placed) setError(field, { message: words }, { shouldFocus: field === first });
	if (placed.size === 0) setError("root", { message: issues[0]?.message ?? message });
}
