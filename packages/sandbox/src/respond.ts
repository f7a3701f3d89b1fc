import type { ServerResponse } from "node:http";
import { composeAnswer } from "./answer.ts";
import type { Exchange } from "./exchange.ts";
import type { House } from "./house.ts";
import { MagicWordError } from "./magic.ts";
import { findModel } from "./models.ts";
import { Outlet } from "./outlet.ts";
import { makePlan, type Plan } from "./plan.ts";
import { play } from "./player.ts";
import { destroy, refusalOf, refuse, send, streamHeaders } from "./refusal.ts";
import { sendExchange } from "./replay.ts";
import type { Incoming } from "./request.ts";
import type { Behaviour, SandboxCall } from "./types.ts";
import { record } from "./wires/reading.ts";
import type { Asked, WholeAnswer } from "./wires/wire.ts";

/** One call on its way to an answer. */
interface Stage {
	house: House;
	incoming: Incoming;
	call: SandboxCall;
	response: ServerResponse;
	outlet: Outlet;
}

/** The recording that the script, the request or the likeness of the call chooses; null when none is to be served. */
function exchangeFor(house: House, incoming: Incoming, call: SandboxCall, scripted: Behaviour | null) {
	const id = scripted?.replay ?? incoming.exchangeId;
	if (id !== null) return house.replay?.byId(id) ?? id;
	return scripted === null ? (house.replay?.match(call) ?? null) : null;
}

/** Answers one call: by a recording, by its plan, or by what is wrong with it. */
export async function respond(
	house: House,
	incoming: Incoming,
	call: SandboxCall,
	scripted: Behaviour | null,
	response: ServerResponse,
): Promise<void> {
	const { wire, route } = incoming;
	const facts = { model: call.model ?? "", key: incoming.key ?? "" };
	const exchange: Exchange | string | null = exchangeFor(house, incoming, call, scripted);
	if (typeof exchange === "string") {
		return refuse(response, call, wire.refuse("not_found", { ...facts, detail: `no recorded exchange ${exchange}` }));
	}
	if (exchange) {
		const outlet = new Outlet(response);
		return sendExchange(exchange, { outlet, response, call, behaviour: scripted ?? {}, changed: house.log.changed });
	}
	const asked = route.kind === "chat" ? wire.read(record(incoming.body), route) : null;
	try {
		const plan = makePlan(house, incoming, call, asked, scripted);
		const outlet = new Outlet(response, plan.behaviour.splitBytes);
		await follow(plan, asked, { house, incoming, call, response, outlet });
		if (plan.behaviour.hold) house.held.delete(plan.behaviour.hold);
	} catch (error) {
		if (!(error instanceof MagicWordError)) throw error;
		refuse(response, call, wire.refuse("bad_request", { ...facts, detail: error.message }));
	}
}

async function follow(plan: Plan, asked: Asked | null, stage: Stage): Promise<void> {
	const { incoming, call, response, outlet, house } = stage;
	const { behaviour } = plan;
	await outlet.sleep(plan.ttftMs);
	if (behaviour.hold && behaviour.holdAfterChunks === undefined) {
		behaviour.hold.arrive();
		await outlet.until(behaviour.hold.released);
	}
	if (outlet.closed) return;
	const early = behaviour.fail !== undefined && behaviour.afterChunks === undefined;
	if (early && behaviour.fail === "timeout") return outlet.gone();
	if (early && behaviour.fail === "unreachable") return destroy(response, call);
	const facts = { model: call.model ?? "", key: incoming.key ?? "", retryAfterMs: behaviour.retryAfterMs };
	const refusal = refusalOf(incoming, behaviour, asked, facts);
	if (refusal && (early || behaviour.fail === undefined || !asked)) {
		return refuse(response, call, refusal, behaviour.errorInBody);
	}
	if (!asked) return send(response, call, lookup(house, incoming));
	await (asked.stream ? streamAnswer : wholeAnswer)(plan, asked, stage, refusal);
}

function answerOf({ behaviour, model }: Plan, asked: Asked, { house, call }: Stage) {
	const created = Math.floor(call.startedAt / 1000);
	return composeAnswer({ asked, behaviour, model, id: house.nextAnswerId(), created });
}

/** A whole answer takes as long as its stream would; a failure after chunks fails it at its end. */
async function wholeAnswer(plan: Plan, asked: Asked, stage: Stage, refusal: WholeAnswer | null): Promise<void> {
	const { call, response, outlet, incoming } = stage;
	const answer = answerOf(plan, asked, stage);
	const chunks = (answer.reasoning.length + answer.text.length) / (plan.behaviour.tokensPerChunk ?? 1);
	await outlet.sleep(plan.chunkDelayMs * chunks);
	if (outlet.closed) return;
	if (plan.behaviour.fail === "timeout") return outlet.gone();
	if (plan.behaviour.fail === "unreachable") return destroy(response, call);
	if (refusal) return refuse(response, call, refusal, plan.behaviour.errorInBody);
	send(response, call, { status: 200, body: incoming.wire.whole(answer, asked) }, incoming.wire.lead);
}

async function streamAnswer(plan: Plan, asked: Asked, stage: Stage, refusal: WholeAnswer | null): Promise<void> {
	const { house, incoming, call, response, outlet } = stage;
	const { behaviour, chunkDelayMs } = plan;
	const answer = answerOf(plan, asked, stage);
	call.status = 200;
	response.writeHead(200, streamHeaders);
	// The head travels with the first words, but where the connection may be torn before they are on their way.
	if (behaviour.fail === "unreachable") response.flushHeaders();
	const encoder = incoming.wire.encoder(answer, asked);
	const { changed } = house.log;
	const end = await play({ outlet, encoder, answer, behaviour, chunkDelayMs, call, changed, refusal });
	if (end === "gone") return;
	if (end === "destroy") return destroy(response, call);
	call.finished = true;
	response.end();
}

/** Answers everything that is no chat. */
function lookup(house: House, { wire, route, query, key, method, path }: Incoming): WholeAnswer {
	if (route.kind === "models") return wire.list(house.models, query, house.pageSize);
	if (route.kind === "key" && wire.keyFacts) return wire.keyFacts(key ?? "");
	const model = route.kind === "model" ? findModel(house.models, route.model ?? "") : undefined;
	if (model) return wire.one(model);
	const facts = { model: route.model ?? "", key: key ?? "", detail: `${method} ${path}` };
	return wire.refuse(route.kind === "model" ? "model_not_found" : "not_found", facts);
}
