import type { FieldPath, FieldValues, UseFormSetError } from "react-hook-form";
import { describeProblem } from "./errors.ts";

/** Puts what the server refused at its fields; the rest, and what has no field here, at the form as a whole. */
export function showProblem<Fields extends FieldValues>(
	error: unknown,
	setError: UseFormSetError<Fields>,
	fields: readonly FieldPath<Fields>[],
): void {
	const { issues, message } = describeProblem(error);
	const placed = issues.flatMap((issue) => {
		const field = fields.find((name) => name === issue.path);
		return field ? [{ field, message: issue.message }] : [];
	});
	for (const issue of placed) setError(issue.field, { message: issue.message }, { shouldFocus: true });
	if (placed.length === 0) setError("root", { message: issues[0]?.message ?? message });
}
