import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { MALFORMED } from "./body.ts";
import type { SandboxCall } from "./types.ts";
import { record, text } from "./wires/reading.ts";
import type { Route, Wire } from "./wires/wire.ts";

/** A request as it came in, taken apart. */
export interface Incoming {
	wire: Wire;
	method: string;
	/** Below the wire's root, without the query. */
	path: string;
	query: URLSearchParams;
	headers: IncomingHttpHeaders;
	body: unknown;
	route: Route;
	/** Never leaves this process's memory. */
	key: string | null;
	keyHeader: string | null;
	/** The recording that the request asks for. */
	exchangeId: string | null;
}

export interface RawRequest {
	method: string;
	/** The raw request target. */
	url: string;
	headers: IncomingHttpHeaders;
	body: unknown;
}

const exchangeName = "x-sandbox-exchange";

/** The exchange that a path names in its first three segments after `/exchange/`. */
export const exchangeInPath = (url: string): string | null =>
	/^\/exchange\/([^/?]+\/[^/?]+\/[^/?]+)/.exec(url)?.[1] ?? null;

const secretHeaders = new Set(["authorization", "x-api-key", "x-goog-api-key", "api-key", "cookie"]);
const secretParameters = new Set(["key", "api_key", "access_token"]);

/** Takes a request apart. `root` is what stands before the provider's own path. */
export function readRequest(wire: Wire, root: string, request: RawRequest): Incoming {
	const target = request.url.slice(root.length);
	const cut = target.indexOf("?");
	const path = cut < 0 ? target : target.slice(0, cut);
	const query = new URLSearchParams(cut < 0 ? "" : target.slice(cut + 1));
	const sent = wire.keyOf(request.headers, query);
	return {
		wire,
		method: request.method,
		path,
		query,
		headers: request.headers,
		body: request.body,
		route: wire.route(request.method, path, query) ?? { kind: "other" },
		key: sent?.value ?? null,
		keyHeader: sent?.header ?? null,
		exchangeId: exchangeInPath(request.url) ?? header(request.headers, exchangeName) ?? query.get(exchangeName),
	};
}

const header = (headers: IncomingHttpHeaders, name: string): string | null => {
	const value = headers[name];
	return typeof value === "string" ? value : null;
};

/** Starts the record of a call, with nothing secret in it. */
export function newCall(id: number, incoming: Incoming): SandboxCall {
	const { wire, route, key, keyHeader } = incoming;
	const body = record(incoming.body);
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(incoming.headers)) {
		if (!secretHeaders.has(name) && value !== undefined) headers[name] = String(value);
	}
	const query: Record<string, string> = {};
	for (const [name, value] of incoming.query) if (!secretParameters.has(name)) query[name] = value;
	return {
		id,
		provider: wire.provider,
		kind: route.kind,
		method: incoming.method,
		path: incoming.path,
		query,
		auth:
			key !== null && keyHeader !== null
				? { header: keyHeader, sha256: createHash("sha256").update(key).digest("hex") }
				: null,
		headers,
		body: incoming.body === MALFORMED ? null : incoming.body,
		model: route.model ?? (text(body.model) || null),
		stream: route.stream ?? body.stream === true,
		startedAt: Date.now(),
		status: null,
		chunksSent: 0,
		finished: false,
		abortedAt: null,
	};
}
