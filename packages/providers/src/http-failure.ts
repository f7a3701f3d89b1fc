import { privateAdvice } from "./address.ts";
import { type Addressed, addressAdvice } from "./address-advice.ts";
import type { Failure } from "./types.ts";

/** Thrown while a body is read; the failure is the whole of it. */
export class UpstreamError extends Error {
	readonly failure: Failure;
	constructor(failure: Failure) {
		super(failure.message);
		this.name = "UpstreamError";
		this.failure = failure;
	}
}

export const cancelledFailure: Failure = { reason: "cancelled", message: "The call was cancelled.", retryable: false };

export const badResponse = (message: string, status?: number): Failure => ({
	reason: "bad_response",
	message,
	retryable: false,
	...(status === undefined ? {} : { status }),
});

export const tooLarge = (maxBytes: number, status?: number): Failure =>
	badResponse(
		`The answer is larger than the limit of ${maxBytes.toLocaleString("en-US")} bytes. Ask for less, or check that the host is the provider's.`,
		status,
	);

const unreachable = (message: string, retryable: boolean): Failure => ({ reason: "unreachable", message, retryable });
export const timedOut = (message: string): Failure => ({ reason: "timeout", message, retryable: true, gaveUp: true });
const seconds = (ms: number) => `${Number((ms / 1000).toFixed(1))} s`;

const codeOf = (error: unknown): string => {
	if (typeof error !== "object" || error === null) return "";
	if ("code" in error && typeof error.code === "string") return error.code;
	return "cause" in error ? codeOf(error.cause) : "";
};

/** Where a name that is certainly right goes wrong. */
const ownDns = "the DNS and network of LLM Hub's server";

const tlsCode = /CERT|TLS|SSL|EPROTO|UNABLE_TO_|SELF_SIGNED/;

export interface Limits {
	connectTimeoutMs: number;
	headersTimeoutMs: number;
	idleTimeoutMs: number;
}

/**
 * What a socket, TLS or HTTP error means to a person. The message is written here and never the error's own, which may
 * hold the URL.
 */
export const transportFailure = (error: unknown, limits: Limits, target: Addressed): Failure => {
	const advice = (also?: string, between?: string) => addressAdvice(target, also, between);
	if (error instanceof UpstreamError) return error.failure;
	const code = codeOf(error);
	switch (code) {
		case "UND_ERR_CONNECT_TIMEOUT":
		case "ETIMEDOUT":
			return timedOut(
				`No connection within ${seconds(limits.connectTimeoutMs)}. Check the network and any firewall between.`,
			);
		case "UND_ERR_HEADERS_TIMEOUT":
			return timedOut(`No answer within ${seconds(limits.headersTimeoutMs)}. Try again in a moment.`);
		case "UND_ERR_BODY_TIMEOUT":
			return timedOut(`The answer stopped: nothing came for ${seconds(limits.idleTimeoutMs)}. Try again in a moment.`);
		case "ENOTFOUND":
		case "ENODATA":
			return unreachable(`The host name does not resolve. ${advice("", ownDns)}`, false);
		case "EAI_AGAIN":
			return unreachable(
				"The host name cannot be resolved right now. Check the network, or try again in a moment.",
				true,
			);
		case "ERR_BLOCKED_ADDRESS":
			return unreachable(
				`The host resolves to a private or reserved address, which is not allowed here. ${advice("", ownDns)}`,
				false,
			);
		case "ERR_PRIVATE_ADDRESS":
			return unreachable(
				`The host resolves to a private or reserved address, which is not allowed here. ${privateAdvice}`,
				false,
			);
		case "ECONNREFUSED":
			return unreachable(
				`The host refused the connection. ${advice(" and that its server runs", "the network and any firewall or proxy between")}`,
				true,
			);
		case "EHOSTUNREACH":
		case "ENETUNREACH":
			return unreachable(
				`There is no network route to the host. ${advice(" and the network", "the network of LLM Hub's server")}`,
				true,
			);
		case "ECONNRESET":
		case "EPIPE":
		case "UND_ERR_SOCKET":
		case "UND_ERR_RES_CONTENT_LENGTH_MISMATCH":
			return unreachable(
				"The host closed the connection before the answer was complete. Try again, and check any proxy between.",
				true,
			);
		case "UND_ERR_HEADERS_OVERFLOW":
			return badResponse(`The answer's headers are too large. ${advice(" and any proxy between")}`);
		case "UND_ERR_INVALID_ARG":
			return {
				reason: "bad_request",
				message:
					"The request cannot be sent over HTTP. Check the key for line breaks and characters that are not ASCII.",
				retryable: false,
			};
		default:
			if (code.startsWith("HPE_") || (error instanceof Error && error.name === "HTTPParserError"))
				return badResponse(`The answer is not valid HTTP. ${advice(" and its port")}`);
			if (tlsCode.test(code))
				return unreachable(
					`No secure connection: TLS failed (${code}). ${advice(" and the host's certificate", "any proxy between and its certificate")}`,
					false,
				);
			return unreachable("The connection failed. Check the network, or try again in a moment.", true);
	}
};
