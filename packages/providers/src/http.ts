import { Agent, buildConnector, type Dispatcher } from "undici";
import { type AddressRule, addressRule, checkBaseUrl, guardedLookup, type Resolver, resolveHost } from "./address.ts";
import { Body } from "./http-body.ts";
import {
	badResponse,
	cancelledFailure,
	type Limits,
	timedOut,
	tooLarge,
	transportFailure,
	UpstreamError,
} from "./http-failure.ts";
import type { CallOptions, Failure, Target } from "./types.ts";

export { UpstreamError } from "./http-failure.ts";

export interface UpstreamRequest {
	method: "GET" | "POST";
	/** Appended to the target's base URL; starts with a slash and may hold a query. */
	path: string;
	headers?: Record<string, string>;
	json?: unknown;
}

/** The body has one reader: read it to its end or cancel it, else its socket waits for the idle timeout. */
export interface UpstreamResponse {
	status: number;
	/** Names in lower case; a repeated header is joined by commas. */
	headers: Record<string, string>;
	/** See `Body.read`. Throws `UpstreamError` on idle timeout, size, reset and abort. */
	read(onBytes: (bytes: Uint8Array) => void): Promise<void>;
	/** Closes the socket at once. */
	cancel(): void;
}

export type SendResult = { ok: true; response: UpstreamResponse } | { ok: false; failure: Failure };

export interface SendOptions extends CallOptions {
	/** Default 32 MiB, or 256 MiB for an event stream, which nobody holds as a whole. */
	maxBytes?: number;
	/** From the call to the last byte of the body; default one hour, the backstop against a body that drips for ever. */
	totalTimeoutMs?: number;
}

export interface UpstreamSettings {
	/** Stands in for the system's resolver. */
	resolve?: Resolver;
	/** Stands in for the rule on addresses, whatever the target allows. */
	permits?: AddressRule;
	connectTimeoutMs?: number;
}

export interface Upstream {
	send(target: Target, request: UpstreamRequest, options?: SendOptions): Promise<SendResult>;
	close(): Promise<void>;
}

const MiB = 1024 * 1024;
const bodyLimit = 32 * MiB;
const streamLimit = 256 * MiB;
const streamTypes = /^(text\/event-stream|application\/(stream\+json|x-ndjson))\b/;

/** The URL of a call, or null where `path` would leave the base: a model id full of dots must not choose another path. */
const callUrl = (baseUrl: string, path: string): URL | null => {
	const href = `${baseUrl}${path}`;
	if (!path.startsWith("/") || !URL.canParse(href)) return null;
	const base = new URL(baseUrl);
	const url = new URL(href);
	const root = base.pathname.replace(/\/$/, "");
	return url.origin === base.origin && url.pathname.startsWith(`${root}/`) ? url : null;
};

const joinHeaders = (headers: NodeJS.Dict<string | string[]>): Record<string, string> => {
	const joined: Record<string, string> = {};
	for (const [name, value] of Object.entries(headers)) {
		if (value !== undefined) joined[name] = typeof value === "string" ? value : value.join(", ");
	}
	return joined;
};

/** Why an answer cannot be taken, from its head alone; null when it can. */
const refusedHead = (status: number, headers: Record<string, string>, maxBytes: number): Failure | null => {
	if (status >= 300 && status < 400) {
		return badResponse(`The host answered with a redirect (HTTP ${status}), which is not followed.`, status);
	}
	const encoding = headers["content-encoding"];
	// Asked for `identity`: nothing is ever inflated here, so no small answer can grow into a large one.
	if (encoding && encoding.toLowerCase() !== "identity") {
		return badResponse("The host sent a compressed answer, which was not asked for.", status);
	}
	if (Number(headers["content-length"] ?? 0) > maxBytes) {
		return tooLarge(maxBytes, status);
	}
	return null;
};

/** One call on one dispatcher. Resolves with the response's head; the body follows through `Body`. */
const call = (
	dispatcher: Dispatcher,
	target: Target,
	url: URL,
	request: UpstreamRequest,
	options: SendOptions,
	limits: Limits,
) =>
	new Promise<SendResult>((resolve) => {
		const json = request.json === undefined ? null : JSON.stringify(request.json);
		const { signal } = options;
		let controller: Dispatcher.DispatchController | null = null;
		let body: Body | null = null;
		let stopped: Failure | null = null;

		const stop = (failure: Failure) => {
			if (stopped) return;
			stopped = failure;
			if (body) body.abort(failure);
			else controller?.abort(new UpstreamError(failure));
			settle();
			resolve({ ok: false, failure });
		};
		const onAbort = () => stop(cancelledFailure);
		const totalMs = options.totalTimeoutMs ?? 3_600_000;
		const deadline = setTimeout(() => {
			stop(timedOut(`The answer was not complete within ${Math.round(totalMs / 1000)} s.`));
		}, totalMs);
		deadline.unref();
		signal?.addEventListener("abort", onAbort, { once: true });
		const settle = () => {
			clearTimeout(deadline);
			signal?.removeEventListener("abort", onAbort);
		};

		dispatcher.dispatch(
			{
				origin: url.origin,
				path: url.pathname + url.search,
				method: request.method,
				headers: {
					accept: "application/json",
					"accept-encoding": "identity",
					"user-agent": "llm-hub",
					...(json === null ? {} : { "content-type": "application/json" }),
					...request.headers,
				},
				body: json,
				headersTimeout: limits.headersTimeoutMs,
				bodyTimeout: limits.idleTimeoutMs,
			},
			{
				onRequestStart(started) {
					controller = started;
					// The call was given up while the connection was being made: nothing may be sent on it.
					if (stopped) started.abort(new UpstreamError(stopped));
					else options.onSent?.();
				},
				onResponseStart(current, status, rawHeaders) {
					if (status < 200 || stopped) return;
					const headers = joinHeaders(rawHeaders);
					const isStream = streamTypes.test(headers["content-type"] ?? "");
					const maxBytes = options.maxBytes ?? (isStream ? streamLimit : bodyLimit);
					const refused = refusedHead(status, headers, maxBytes);
					if (refused) return stop(refused);
					const stream = new Body(current, maxBytes);
					body = stream;
					const cancel = () => stop(cancelledFailure);
					resolve({ ok: true, response: { status, headers, read: (onBytes) => stream.read(onBytes), cancel } });
				},
				onResponseData(_controller, chunk) {
					body?.push(chunk);
				},
				onResponseEnd() {
					settle();
					body?.end();
				},
				onResponseError(_controller, error) {
					settle();
					const failure = stopped ?? transportFailure(error, limits, target);
					if (body) body.fail(failure);
					else resolve({ ok: false, failure });
				},
			},
		);
	});

/**
 * A sender with its own connections: one dispatcher for targets that may reach only the public internet, one for
 * targets that the operator trusts, so that neither ever uses a connection of the other.
 */
export const createUpstream = (settings: UpstreamSettings = {}): Upstream => {
	const connectTimeoutMs = settings.connectTimeoutMs ?? 10_000;
	const dispatcherFor = (allowPrivate: boolean) => {
		const lookup = guardedLookup(settings.permits ?? addressRule(allowPrivate), settings.resolve ?? resolveHost);
		return new Agent({ connect: buildConnector({ timeout: connectTimeoutMs, lookup }) });
	};
	const guarded = dispatcherFor(false);
	const trusted = dispatcherFor(true);

	const send: Upstream["send"] = async (target, request, options = {}) => {
		if (options.signal?.aborted) return { ok: false, failure: cancelledFailure };
		const checked = checkBaseUrl(target.baseUrl, { allowPrivate: target.allowPrivate });
		if (!checked.ok) {
			return { ok: false, failure: { reason: "unreachable", message: checked.message, retryable: false } };
		}
		const url = callUrl(checked.baseUrl, request.path);
		if (!url) {
			const message = "The model id cannot be part of a URL path.";
			return { ok: false, failure: { reason: "bad_request", message, retryable: false } };
		}
		const limits: Limits = {
			connectTimeoutMs,
			headersTimeoutMs: options.headersTimeoutMs ?? 60_000,
			idleTimeoutMs: options.idleTimeoutMs ?? 60_000,
		};
		try {
			return await call(target.allowPrivate ? trusted : guarded, target, url, request, options, limits);
		} catch (error) {
			return { ok: false, failure: transportFailure(error, limits, target) };
		}
	};

	return {
		send,
		close: async () => {
			await Promise.all([guarded.destroy(), trusted.destroy()]);
		},
	};
};

/**
 * Sends one HTTP request to a provider and never throws. A status outside 2xx is an answer (`ok: true`); a redirect is
 * a failure and is not followed. Adds no auth header: adapters give theirs. Sockets are kept alive for the next call.
 */
export const { send } = createUpstream();

/** The whole body as text. Throws `UpstreamError` as reading it does. */
export const readText = async (response: UpstreamResponse): Promise<string> => {
	const chunks: Uint8Array[] = [];
	await response.read((chunk) => chunks.push(chunk));
	return Buffer.concat(chunks).toString("utf8");
};
