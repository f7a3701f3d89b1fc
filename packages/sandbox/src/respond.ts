import type { ServerResponse } from "node:http";
import { composeAnswer } from "./answer.ts";
import { MALFORMED } from "./body.ts";
import type { CallLog } from "./calls.ts";
import { createHold, type Hold } from "./hold.ts";
import { MagicWordError, readMagic } from "./magic.ts";
import { findModel, isUnknownModel } from "./models.ts";
import { Outlet } from "./outlet.ts";
import { play } from "./player.ts";
import type { Incoming } from "./request.ts";
import type { Behaviour, SandboxCall, SandboxModel } from "./types.ts";
import { record } from "./wires/reading.ts";
import type { Asked, RefusalFacts, WholeAnswer } from "./wires/wire.ts";

/** What all calls of a sandbox share. */
export interface House {
	log: CallLog;
	models: readonly SandboxModel[];
	pageSize: number | null;
	/** Rhythm for every model; null leaves each model its own. */
	rhythm: { tokensPerSecond: number; ttftMs: number } | null;
	/** Gates of calls that were held by a magic word. */
	held: Set<Hold>;
	nextAnswerId(): string;
	/** Counts calls of flaky models. */
	flakyCalls: number;
}

const html =
	"<!doctype html><html><head><title>502 Bad Gateway</title></head>" +
	"<body><h1>502 Bad Gateway</h1><p>This is not the API you are looking for.</p></body></html>";

/** Sends a whole answer. */
function send(response: ServerResponse, call: SandboxCall, whole: WholeAnswer): void {
	call.status = whole.status;
	const isText = typeof whole.body === "string";
	const bytes = Buffer.from(isText ? (whole.body as string) : JSON.stringify(whole.body));
	response.writeHead(whole.status, {
		"content-type": isText ? "text/html; charset=utf-8" : "application/json",
		"content-length": bytes.length,
		...whole.headers,
	});
	response.end(bytes);
	call.finished = true;
}

function keyProblem(incoming: Incoming): "missing_key" | "unauthorized" | null {
	const { wire, route, key } = incoming;
	if (wire.open?.includes(route.kind)) return null;
	if (key === null) return wire.keyRequired ? "missing_key" : null;
	return key.length < 10 || /invalid|wrong/i.test(key) ? "unauthorized" : null;
}

/** Every third call of a flaky model is refused. */
function flakiness(house: House, incoming: Incoming, call: SandboxCall): Behaviour {
	if (incoming.route.kind !== "chat" || !call.model?.includes("sandbox-flaky")) return {};
	house.flakyCalls += 1;
	return house.flakyCalls % 3 === 0 ? { fail: "overloaded" } : {};
}

/** Answers one call from its scripted behaviour, its magic words and the sandbox's habits, in this order. */
export async function respond(
	house: House,
	incoming: Incoming,
	call: SandboxCall,
	scripted: Behaviour | null,
	response: ServerResponse,
): Promise<void> {
	const { wire, route } = incoming;
	const asked = route.kind === "chat" ? wire.read(record(incoming.body), route) : null;
	const facts: RefusalFacts = { model: call.model ?? "", key: incoming.key ?? "" };
	let behaviour: Behaviour;
	try {
		const magic = readMagic(incoming.key ?? "", call.model ?? "", asked?.lastUser ?? "");
		behaviour = { ...flakiness(house, incoming, call), ...magic, ...scripted };
	} catch (error) {
		if (!(error instanceof MagicWordError)) throw error;
		return send(response, call, wire.refuse("bad_request", { ...facts, detail: error.message }));
	}
	facts.retryAfterMs = behaviour.retryAfterMs;

	const model = findModel(house.models, call.model ?? "");
	const own = house.rhythm ?? { tokensPerSecond: model?.tokensPerSecond ?? 0, ttftMs: model?.ttftMs ?? 0 };
	const perSecond = behaviour.tokensPerSecond ?? own.tokensPerSecond;
	const tokenDelay = perSecond > 0 ? (1_000 / perSecond) * (behaviour.tokensPerChunk ?? 1) : 0;
	const chunkDelayMs = behaviour.chunkDelayMs ?? tokenDelay;
	const outlet = new Outlet(response, behaviour.splitBytes);
	const gate = holdOf(house, behaviour);
	behaviour = { ...behaviour, hold: gate ?? undefined };

	await outlet.sleep(behaviour.ttftMs ?? (route.kind === "chat" ? own.ttftMs : 0));
	if (gate && behaviour.holdAfterChunks === undefined) {
		gate.arrive();
		await outlet.until(gate.released);
	}
	if (outlet.closed) return;

	const early = behaviour.fail !== undefined && behaviour.afterChunks === undefined;
	if (early && behaviour.fail === "timeout") return outlet.gone();
	if (early && behaviour.fail === "unreachable") return destroy(response, call);
	const refusal = refusalOf(incoming, behaviour, facts, asked);
	if (refusal && (early || behaviour.fail === undefined)) {
		return refuseNow(response, call, refusal, behaviour.errorInBody ?? false);
	}
	if (!asked) return send(response, call, lookup(house, incoming));

	const id = house.nextAnswerId();
	const answer = composeAnswer({ asked, behaviour, model, id, created: Math.floor(call.startedAt / 1000) });
	if (!asked.stream) {
		const pieces = answer.reasoning.length + answer.text.length;
		await outlet.sleep((chunkDelayMs * pieces) / (behaviour.tokensPerChunk ?? 1));
		if (!outlet.closed) send(response, call, { status: 200, body: wire.whole(answer, asked) });
		return;
	}
	call.status = 200;
	response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
	response.flushHeaders();
	const encoder = wire.encoder(answer, asked);
	const end = await play({
		outlet,
		encoder,
		answer,
		behaviour,
		chunkDelayMs,
		call,
		changed: house.log.changed,
		refusal,
	});
	if (end === "destroy") return destroy(response, call);
	if (end === "gone") return;
	call.finished = true;
	response.end();
}

function holdOf(house: House, behaviour: Behaviour): Hold | null {
	if (behaviour.hold) return behaviour.hold;
	if (behaviour.holdAfterChunks === undefined) return null;
	const hold = createHold();
	house.held.add(hold);
	return hold;
}

function destroy(response: ServerResponse, call: SandboxCall): void {
	call.finished = true;
	response.destroy();
}

/** Why this call is refused, in the wire's own words, or null. */
function refusalOf(
	incoming: Incoming,
	behaviour: Behaviour,
	facts: RefusalFacts,
	asked: Asked | null,
): WholeAnswer | null {
	const { wire, route } = incoming;
	if (behaviour.fail === "bad_response") return { status: 200, body: html };
	if (behaviour.fail) return wire.refuse(behaviour.fail, facts);
	if (route.kind === "other")
		return wire.refuse("not_found", { ...facts, detail: `${incoming.method} ${incoming.path}` });
	const problem = keyProblem(incoming);
	if (problem) return wire.refuse(problem, facts);
	if (!asked) return null;
	if (incoming.body === MALFORMED) {
		return wire.refuse("bad_request", { ...facts, detail: "We could not parse the JSON body of your request." });
	}
	if (isUnknownModel(asked.model)) return wire.refuse("model_not_found", facts);
	const objection = wire.objection?.(record(incoming.body), incoming.headers);
	return objection ? wire.refuse("bad_request", { ...facts, detail: objection }) : null;
}

/** Refuses before the answer began; under `errorInBody` with status 200, as an event where a stream was asked for. */
function refuseNow(response: ServerResponse, call: SandboxCall, refusal: WholeAnswer, inBody: boolean): void {
	if (!inBody || typeof refusal.body === "string") {
		send(response, call, refusal);
	} else if (!call.stream) {
		send(response, call, { ...refusal, status: 200 });
	} else {
		call.status = 200;
		response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
		response.end(`data: ${JSON.stringify(refusal.body)}\n\n`);
		call.finished = true;
	}
}

/** Answers everything that is no chat. */
function lookup(house: House, incoming: Incoming): WholeAnswer {
	const { wire, route, query } = incoming;
	if (route.kind === "models") return wire.list(house.models, query, house.pageSize);
	if (route.kind === "key" && wire.keyFacts) return wire.keyFacts(incoming.key ?? "");
	const model = findModel(house.models, route.model ?? "");
	if (route.kind === "model" && model) return wire.one(model);
	return wire.refuse(route.kind === "model" ? "model_not_found" : "not_found", {
		model: route.model ?? "",
		key: incoming.key ?? "",
		detail: `${incoming.method} ${incoming.path}`,
	});
}
