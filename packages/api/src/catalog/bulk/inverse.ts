import type { Price } from "@llm-hub/providers";
import { ConflictError } from "../../errors.ts";

/** An override's row, as JSON keeps it. */
export interface KeptOverride {
	price: Price;
	reason: string;
	createdBy: string;
	/** ISO time. */
	createdAt: string;
}

/** What was, and what it was changed to. */
export type Inverse =
	| { kind: "enabled"; ids: string[]; was: boolean }
	| { kind: "prices"; setAt: string; before: { modelId: string; override: KeptOverride | null }[] }
	| { kind: "alias"; name: string; was: string | null; is: string | null };

/** Says which models are no longer as the change left them. */
export function changedSince(ids: readonly string[]): ConflictError {
	const more = ids.length > 3 ? ` and ${ids.length - 3} more` : "";
	return new ConflictError(
		`Nothing was undone: somebody has changed ${ids.slice(0, 3).join(", ")}${more} since. Change them back by hand.`,
		{ changedIds: ids.slice(0, 3) },
	);
}
