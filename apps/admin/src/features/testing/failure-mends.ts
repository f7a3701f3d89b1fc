import type { FailureReason } from "@llm-hub/api/schemas";
import { paths } from "@/lib/paths.ts";

const providers = { label: "Go to providers", to: paths.providers };

/** Where a failure is mended, when that is not here: the message itself says what to do. */
export const mends: Partial<Record<FailureReason, { label: string; to: string }>> = {
	unauthorized: providers,
	forbidden: providers,
	quota: providers,
	unreachable: providers,
	model_not_found: { label: "Pick another model", to: paths.catalog },
};
