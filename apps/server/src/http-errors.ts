import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { DomainError, errorDetails, isOursToMend, toTRPCError } from "@llm-hub/api";
import type { AccessTrace } from "@llm-hub/api/schemas";
import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import type { ConnectionError, FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { limitHeaders } from "./doors/rest/limit-headers.ts";
import { toTrace } from "./doors/rest/trace-shape.ts";

/** A refusal by the HTTP layer itself. */
export class HttpError extends Error {
	constructor(
		readonly status: number,
		readonly code: string,
		message: string,
		readonly details: Record<string, unknown> = {},
	) {
		super(message);
	}
}

/** What every door but tRPC answers on an error; `code` is one of {@link errorCodes} or a refusal's own. */
export interface ErrorAnswer {
	status: number;
	error: string;
	code: string;
	details: Record<string, unknown>;
}

export const errorCodes: Readonly<Record<number, string>> = {
	400: "bad_request",
	401: "unauthorized",
	403: "forbidden",
	404: "not_found",
	405: "method_not_allowed",
	408: "timeout",
	409: "conflict",
	413: "too_large",
	414: "too_large",
	415: "unsupported_media_type",
	422: "invalid_input",
	429: "limit_exceeded",
	431: "too_large",
	499: "client_closed",
	500: "internal",
	502: "upstream_failed",
	503: "unavailable",
};

const ownWords: Readonly<Record<string, string>> = {
	FST_ERR_CTP_BODY_TOO_LARGE: "The body is too large: 1 MB at most, 16 MB where it holds images of a run.",
	FST_ERR_CTP_EMPTY_JSON_BODY: "The body is empty, and its content type says JSON.",
	FST_ERR_CTP_INVALID_JSON_BODY: "The body is not valid JSON.",
	FST_ERR_CTP_INVALID_MEDIA_TYPE: "The body must be JSON, with content-type: application/json.",
	FST_ERR_CTP_INVALID_CONTENT_LENGTH: "The body is shorter or longer than its Content-Length says.",
	FST_ERR_BAD_URL: "The path is not a valid URL.",
	FST_ERR_ASYNC_CONSTRAINT: "The path is not a valid URL.",
	FST_ERR_MAX_PARAM_LENGTH: "The path is too long.",
};

const masked = "Something went wrong on our side. The request id leads to the log.";

/** Translates whatever a handler or Fastify threw; what is not known to be safe to show is masked. */
export function toErrorAnswer(error: unknown): ErrorAnswer {
	if (error instanceof HttpError) return answer(error.status, error.message, error.details, error.code);
	if (error instanceof TRPCError) return fromTrpc(error);
	if (error instanceof DomainError) {
		return answer(getHTTPStatusCodeFromError(new TRPCError({ code: error.code })), error.message, error.details);
	}
	if (hasZodFastifySchemaValidationErrors(error)) {
		const issues = error.validation.map(({ instancePath, message = "is not right" }) => {
			return { path: instancePath.slice(1).replaceAll("/", "."), message };
		});
		return answer(422, "The input is not right.", { issues });
	}
	const { code = "", statusCode = 500 } = error instanceof Error ? (error as FastifyError) : {};
	const words = ownWords[code];
	if (words) return answer(statusCode, words);
	if (error instanceof SyntaxError && statusCode === 400) return answer(400, "The body is not valid JSON.");
	if (statusCode >= 400 && statusCode < 500) return answer(statusCode, "The request cannot be understood.");
	const refusal = toTRPCError(error);
	return refusal.cause instanceof DomainError ? fromTrpc(refusal) : answer(500, masked);
}

function fromTrpc(error: TRPCError): ErrorAnswer {
	const details = errorDetails(error.cause);
	// The caller's schemas refused what the door's let through: for REST that is a failed validation all the same.
	if (error.code === "BAD_REQUEST" && Array.isArray(details.issues)) {
		return answer(422, "The input is not right.", { issues: details.issues });
	}
	const status = getHTTPStatusCodeFromError(error);
	return answer(status, status >= 500 && !(error.cause instanceof DomainError) ? masked : error.message, details);
}

function answer(status: number, error: string, details: Record<string, unknown> = {}, code?: string): ErrorAnswer {
	return { status, error, code: code ?? errorCodes[status] ?? "bad_request", details };
}

/** Answers what is no request that a route could be found for, in the same shape but for the id, for nobody has one yet, and ends its connection. */
export function sendClientError(error: ConnectionError, socket: Socket): void {
	if (error.code === "ECONNRESET" || socket.destroyed) return;
	const [status, words] =
		error.code === "ERR_HTTP_REQUEST_TIMEOUT"
			? [408, "The request did not come to its end in time."]
			: error.code === "HPE_HEADER_OVERFLOW"
				? [431, "The path and the headers are too long: 16 kB at most."]
				: [400, "This is not HTTP."];
	const body = JSON.stringify({ error: words, code: errorCodes[status] });
	const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json; charset=utf-8`;
	if (socket.writable)
		socket.write(`${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`);
	socket.destroy(error);
}

const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** A detail in this door's words. */
function toShown(
	name: string,
	value: unknown,
	{ unit }: Record<string, unknown>,
	fields: Readonly<Record<string, string>>,
): unknown {
	if (name === "issues" && Array.isArray(value)) {
		return value.map((issue) => ({ ...issue, path: fields[issue.path] ?? snakeCase(String(issue.path)) }));
	}
	if (name === "trace") return toTrace(value as AccessTrace);
	return unit === "usd" && (name === "limit" || name === "used") ? Number(value) : value;
}

/** What is away without that anybody here meant to say so: told to the log with its cause. */
const isOutage = (error: unknown): boolean => !(error instanceof HttpError) && isOursToMend(toTRPCError(error));

/** The answer as JSON `{ error, code, request_id, ...details }`; what is ours to mend goes to the log. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
	const { status, error: message, code, details } = toErrorAnswer(error);
	const { fields = {} } = request.routeOptions.config;
	if (status === 500 || (status === 503 && isOutage(error)))
		request.log.error({ err: error, requestId: request.id }, "request failed");
	const shown = Object.entries(details).map(([name, value]) => [
		snakeCase(name),
		toShown(name, value, details, fields),
	]);
	const { retryAfterSeconds, currentTier } = details;
	if (status === 429 || status === 503) reply.header("retry-after", Number(retryAfterSeconds ?? 5));
	if (typeof currentTier === "string") {
		const isOfRequests = status === 429 && details.unit === "requests";
		const quota = isOfRequests ? { limit: Number(details.limit), remaining: 0 } : null;
		reply.headers(quota ? limitHeaders(currentTier, quota) : { "x-tier": currentTier });
	}
	return reply
		.code(status)
		.header("cache-control", "no-store")
		.type("application/json; charset=utf-8")
		.serializer(JSON.stringify)
		.send({ error: message, code, request_id: request.id, ...Object.fromEntries(shown) });
}
