import type { Failure } from "@llm-hub/providers";
import { TRPCError } from "@trpc/server";

type TRPCErrorCode = ConstructorParameters<typeof TRPCError>[0]["code"];

/** What went wrong, in the system's own words. `details` may be shown to the caller: no secret, no upstream text unredacted. */
export class DomainError extends Error {
	constructor(
		readonly code: TRPCErrorCode,
		message: string,
		readonly details: Record<string, unknown> = {},
		options?: ErrorOptions,
	) {
		super(message, options);
		this.name = new.target.name;
	}
}

/** 401: nobody is signed in, or the sign-in did not succeed. */
export class UnauthorizedError extends DomainError {
	constructor(message = "Sign in first.", details?: Record<string, unknown>) {
		super("UNAUTHORIZED", message, details);
	}
}

/** 403: signed in, and not allowed. */
export class ForbiddenError extends DomainError {
	constructor(message: string, details?: Record<string, unknown>) {
		super("FORBIDDEN", message, details);
	}
}

/** 404 */
export class NotFoundError extends DomainError {
	constructor(message: string, details?: Record<string, unknown>) {
		super("NOT_FOUND", message, details);
	}
}

/** 409: the state of things forbids it. */
export class ConflictError extends DomainError {
	constructor(message: string, details?: Record<string, unknown>) {
		super("CONFLICT", message, details);
	}
}

/**
 * 422: well formed, and wrong in a way that only the domain can tell. `field` is the path of the input; `more` is what
 * else is wrong, so that a form can mark all of it at once.
 */
export class InvalidInputError extends DomainError {
	constructor(
		field: string,
		message: string,
		more: readonly { path: string; message: string }[] = [],
		options?: ErrorOptions,
	) {
		super("UNPROCESSABLE_CONTENT", message, { issues: [{ path: field, message }, ...more] }, options);
	}
}

/** 429 with the seconds to wait. */
export class LimitExceededError extends DomainError {
	constructor(
		message: string,
		readonly retryAfterSeconds: number,
		details: Record<string, unknown> = {},
	) {
		super("TOO_MANY_REQUESTS", message, { ...details, retryAfterSeconds });
	}
}

/** 502: the provider failed. */
export class UpstreamError extends DomainError {
	constructor(readonly failure: Failure) {
		super("BAD_GATEWAY", failure.message, { reason: failure.reason, retryable: failure.retryable });
	}
}

/** 503: something that the call needs is not configured or not ready. */
export class UnavailableError extends DomainError {
	constructor(message: string, details?: Record<string, unknown>, options?: ErrorOptions) {
		super("SERVICE_UNAVAILABLE", message, details, options);
	}
}

/** PostgreSQL's codes for text that it cannot hold: with a NUL in it, as text or within JSON. */
const unstorable = /^(22021|22P05)$/;
/** No connection to the database, none left in it, or one that it or the network has ended. */
const disconnected =
	/^(08...|57P0[1-3]|53300|CONNECT(ION_.*|_TIMEOUT)|E(CONN(REFUSED|RESET)|PIPE|TIMEDOUT|(HOST|NET)UNREACH|NOTFOUND|AI_AGAIN))$/;

/** Whether the error, or one that it was made of, has such a code. */
function hasCode(error: unknown, codes: RegExp): boolean {
	if (!(error instanceof Error)) return false;
	return ("code" in error && codes.test(String(error.code))) || hasCode(error.cause, codes);
}

/**
 * The one place that translates: domain errors keep their words, what tRPC itself refused passes, everything else is
 * masked (its cause goes to the log, never to the caller).
 */
export function toTRPCError(error: unknown): TRPCError {
	if (error instanceof DomainError) return new TRPCError({ code: error.code, message: error.message, cause: error });
	if (error instanceof TRPCError) {
		if (error.cause instanceof DomainError) return toTRPCError(error.cause);
		if (error.code !== "INTERNAL_SERVER_ERROR") return error;
	}
	if (hasCode(error, unstorable)) {
		const message = "A text holds a character that cannot be kept (NUL). Take it out.";
		return toTRPCError(new InvalidInputError("", message, [], { cause: error }));
	}
	if (hasCode(error, disconnected)) {
		const message = "The database does not answer now. Try again in a moment.";
		return toTRPCError(new UnavailableError(message, {}, { cause: error }));
	}
	return new TRPCError({
		code: "INTERNAL_SERVER_ERROR",
		message: "Something went wrong on our side. The request id leads to the log.",
		cause: error instanceof Error ? error : new Error(String(error)),
	});
}

/** Whether the log owes its reader the cause: what is ours to mend, and a database that does not answer. */
export const isOursToMend = ({ code, cause }: TRPCError): boolean =>
	code === "INTERNAL_SERVER_ERROR" || (cause instanceof UnavailableError && cause.cause !== undefined);
