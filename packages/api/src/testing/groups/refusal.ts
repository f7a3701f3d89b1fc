import type { UserContext } from "../../context.ts";
import { DomainError, isOursToMend, LimitExceededError, toTRPCError } from "../../errors.ts";
import type { Refusal } from "./schema.ts";

/** What a person does next; a prompt that is too long for the tier's rule is mended by no grant. */
function kindOf({ code, details }: DomainError): Refusal["kind"] {
	if (details.rule === "model_disabled") return "disabled";
	if (details.rule === "no_key") return "no_key";
	if (code === "FORBIDDEN" && details.reason !== "context_length") return "not_allowed";
	if (code === "NOT_FOUND") return "unknown_model";
	return code === "TOO_MANY_REQUESTS" ? "limit" : "other";
}

/** A refused start as data: one that is refused holds back no other. What nobody foresaw is logged, and masked as everywhere. */
export function refusalOf(ctx: UserContext, error: unknown): Refusal {
	const refusal = toTRPCError(error);
	const { message, cause } = refusal;
	if (isOursToMend(refusal)) {
		ctx.services.log.error({ requestId: ctx.requestId, err: error }, "run of a group not started");
	}
	if (!(cause instanceof DomainError)) return { kind: "other", message, retryAt: null };
	const waitMs = cause instanceof LimitExceededError ? cause.retryAfterSeconds * 1000 : null;
	return {
		kind: kindOf(cause),
		message,
		retryAt: waitMs === null ? null : new Date(Date.now() + waitMs).toISOString(),
	};
}
