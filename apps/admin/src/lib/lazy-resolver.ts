import type { FieldValues, Resolver } from "react-hook-form";
import type { z } from "zod";

/**
 * Checks a form against a schema of the API that is fetched when the form is first checked: a page is there before its
 * rules are.
 */
export function lazyResolver<Input extends FieldValues, Output>(
	load: () => Promise<z.ZodType<Output, Input>>,
): Resolver<Input, unknown, Output> {
	return async (values, context, options) => {
		const [{ zodResolver }, schema] = await Promise.all([import("@hookform/resolvers/zod"), load()]);
		return zodResolver(schema)(values, context, options);
	};
}
