import { addUsd } from "@llm-hub/providers";

/** "12.500000000000", as the column has it, as "12.5". */
export const plainUsd = (amount: string): string => addUsd(amount, "0");

/** What is left of a limit, and never less than nothing. */
export function usdLeft(limit: string, used: string): string {
	const left = addUsd(limit, `-${used}`);
	return left.startsWith("-") ? "0" : left;
}

/** Whether `a` is more than `b`. */
export const isMore = (a: string, b: string): boolean => usdLeft(a, b) !== "0";
