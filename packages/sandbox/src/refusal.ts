import type { ServerResponse } from "node:http";
import { MALFORMED } from "./body.ts";
import { isUnknownModel } from "./models.ts";
import type { Incoming } from "./request.ts";
import type { Behaviour, SandboxCall } from "./types.ts";
import { record } from "./wires/reading.ts";
import type { Asked, RefusalFacts, WholeAnswer } from "./wires/wire.ts";

const webPage =
	"<!doctype html><html><head><title>Welcome</title></head>" +
	"<body><h1>It works!</h1><p>This is a web page and no API.</p></body></html>";

/** The shortest key that is accepted. */
const shortestKey = 10;

function keyProblem({ wire, route, key }: Incoming): "missing_key" | "unauthorized" | null {
	if (wire.open?.includes(route.kind)) return null;
	if (!key) return wire.keyRequired ? "missing_key" : null;
	return key.length < shortestKey || /invalid|wrong/i.test(key) ? "unauthorized" : null;
}

/** Why this call is refused, in the wire's own words, or null: first what was told, then what is wrong with it. */
export function refusalOf(
	incoming: Incoming,
	behaviour: Behaviour,
	asked: Asked | null,
	facts: RefusalFacts,
): WholeAnswer | null {
	const { wire, route, method, path, body, headers } = incoming;
	if (behaviour.fail === "bad_response") return { status: 200, body: webPage };
	if (behaviour.fail) return wire.refuse(behaviour.fail, facts);
	if (route.kind === "other") return wire.refuse("not_found", { ...facts, detail: `${method} ${path}` });
	const problem = keyProblem(incoming);
	if (problem) return wire.refuse(problem, facts);
	if (!asked) return null;
	if (body === MALFORMED) return wire.refuse("bad_request", { ...facts, detail: "The body is not valid JSON." });
	if (isUnknownModel(asked.model)) return wire.refuse("model_not_found", facts);
	const objection = wire.objection?.(record(body), headers);
	return objection ? wire.refuse("bad_request", { ...facts, detail: objection }) : null;
}

/** Sends a whole answer: JSON after `lead`, or a web page when the body is a text. */
export function send(response: ServerResponse, call: SandboxCall, whole: WholeAnswer, lead = ""): void {
	const page = typeof whole.body === "string" ? whole.body : null;
	const bytes = Buffer.from(page ?? lead + JSON.stringify(whole.body));
	call.status = whole.status;
	response.writeHead(whole.status, {
		"content-type": page === null ? "application/json" : "text/html; charset=utf-8",
		"content-length": bytes.length,
		...whole.headers,
	});
	response.end(bytes);
	call.finished = true;
}

export const streamHeaders = { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" };

/** Refuses before the answer began. An error under HTTP 200 comes as an event where a stream was asked for. */
export function refuse(response: ServerResponse, call: SandboxCall, refusal: WholeAnswer, inBody = false): void {
	const status = inBody ? 200 : refusal.status;
	if (status !== 200 || !call.stream || typeof refusal.body === "string") {
		send(response, call, { ...refusal, status });
		return;
	}
	call.status = 200;
	response.writeHead(200, streamHeaders);
	response.end(`data: ${JSON.stringify(refusal.body)}\n\n`);
	call.finished = true;
}

/** Tears the connection down; that is the whole answer. */
export function destroy(response: ServerResponse, call: SandboxCall): void {
	call.finished = true;
	response.destroy();
}
