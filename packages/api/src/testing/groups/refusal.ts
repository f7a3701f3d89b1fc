import type { UserContext } from "../../context.ts";
import { DomainError, LimitExceededError, toTRPCError } from "../../errors.ts";
import type { Refusal } from "./schema.ts";

const kinds: Partial<Record<DomainError["code"], Refusal["kind"]>> = {
	SERVICE_UNAVAILABLE: "no_key",
	FORBIDDEN: "not_allowed",
	NOT_FOUND: "unknown_model",
	TOO_MANY_REQUESTS: "limit",
};

/** A refused start as data: one that is refused holds back no other. What nobody foresaw is logged, and masked as everywhere. */
export function refusalOf(ctx: UserContext, error: unknown): Refusal {
	const { message } = toTRPCError(error);
	if (!(error instanceof DomainError)) {
		ctx.services.log.error({ requestId: ctx.requestId, err: error }, "run of a group not started");
		return { kind: "other", message, retryAt: null };
	}
	const isDisabled = error.details.rule === "model_disabled";
	const kind = isDisabled ? "disabled" : (kinds[error.code] ?? "other");
	const waitMs = error instanceof LimitExceededError ? error.retryAfterSeconds * 1000 : null;
	return { kind, message, retryAt: waitMs === null ? null : new Date(Date.now() + waitMs).toISOString() };
}
