import { DomainError } from "../../errors.ts";
import type { SsoProblem } from "./schema.ts";

/** A single sign-on that did not succeed. Its message is for the log; people read the words that belong to `problem`. */
export class SsoRefusal extends DomainError {
	constructor(
		readonly problem: SsoProblem,
		reason: string,
	) {
		super("FORBIDDEN", reason, { problem });
	}
}
