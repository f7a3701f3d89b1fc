import type { z } from "zod";
import type { CheckResult } from "./check-schema.ts";
import { refuseUnusable, runChecks } from "./run-checks.ts";
import type { tryChecksInput } from "./schema.ts";

/**
 * What an answer would come to, by the code that judges runs.
 * @throws InvalidInputError at the field for a check that cannot be used
 */
export function tryChecks({ checks, answer }: z.infer<typeof tryChecksInput>): CheckResult[] {
	refuseUnusable(checks);
	return runChecks(checks, answer);
}
