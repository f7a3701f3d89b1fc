import type { FailureReason } from "@llm-hub/providers";

/** The provider does not accept the key, or the account behind it may not do this or not spend. */
const refusals: ReadonlySet<FailureReason> = new Set(["unauthorized", "forbidden", "quota"]);

/** Whether the key is to blame: another one may be answered, and this one is set aside. */
export const isRefusal = (failure: { reason: FailureReason } | null): boolean =>
	failure !== null && refusals.has(failure.reason);
