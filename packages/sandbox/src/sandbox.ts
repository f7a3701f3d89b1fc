import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import Fastify, { type FastifyReply, type FastifyRequest } from "fastify";
import { bodyLimit, readBodies } from "./body.ts";
import { type CallPredicate, createCallLog } from "./calls.ts";
import type { House } from "./house.ts";
import { defaultModels } from "./models.ts";
import { send } from "./refusal.ts";
import { createReplay, type Replay, type ReplayOptions } from "./replay.ts";
import { exchangeInPath, newCall, readRequest } from "./request.ts";
import { respond } from "./respond.ts";
import { Script } from "./script.ts";
import type { Behaviour, ProviderName, SandboxCall, SandboxModel } from "./types.ts";
import { wires } from "./wires/index.ts";
import type { Wire } from "./wires/wire.ts";

export interface SandboxOptions {
	/** Default 0: any free port. */
	port?: number;
	/** Default 127.0.0.1. */
	host?: string;
	/** Pace for every model, 0 as fast as possible; absent: each model's own (the listed ones have about 60). */
	tokensPerSecond?: number;
	/** Milliseconds to the first byte for every model; goes with `tokensPerSecond`. */
	ttftMs?: number;
	/** Replaces the listed models. */
	models?: readonly SandboxModel[];
	/** The most models on a page of the lists that page. */
	pageSize?: number;
	/** How many calls are remembered (default 1 000). */
	keepCalls?: number;
	/** Recorded exchanges to serve: to calls that are like the recorded ones, and to those that ask for one by its id. */
	replay?: Replay | ReplayOptions;
}

export interface Sandbox extends AsyncDisposable {
	/** Origin, e.g. `http://127.0.0.1:41234`. */
	readonly url: string;
	/** Base URL of a provider, with the version segment that vendors' SDKs have in theirs. */
	baseUrl(provider: ProviderName): string;
	/** Base URL below which every call is answered by that recorded exchange, whatever its path. */
	exchangeUrl(id: string): string;
	/** What it saw, oldest first. */
	readonly calls: readonly SandboxCall[];
	/**
	 * Resolves with the first call that fits, now or later; the predicate runs again at every change of a call.
	 * @throws Error after `timeoutMs` (default 60 000), saying what was seen instead.
	 */
	waitFor(predicate: CallPredicate, options?: { timeoutMs?: number }): Promise<SandboxCall>;
	/**
	 * Behaviours for the next calls, in order.
	 * @throws Error when one names an exchange that was not loaded.
	 */
	script(next: Behaviour | Behaviour[]): void;
	/** Lets every call go on that a magic word holds. */
	release(): void;
	/** Forgets calls and behaviours; calls in flight go on. */
	reset(): void;
	/** Stops listening and cuts what is open. */
	close(): Promise<void>;
}

/** Starts a provider on this machine that speaks the wire of all nine. */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const log = createCallLog(options.keepCalls ?? 1_000);
	const script = new Script();
	const birth = randomBytes(8).toString("hex");
	let calls = 0;
	let answers = 0;
	const paced = options.tokensPerSecond !== undefined || options.ttftMs !== undefined;
	const house: House = {
		log,
		models: options.models ?? defaultModels,
		pageSize: options.pageSize ?? null,
		rhythm: paced ? { tokensPerSecond: options.tokensPerSecond ?? 0, ttftMs: options.ttftMs ?? 0 } : null,
		replay: options.replay ? await loadReplay(options.replay) : null,
		held: new Set(),
		nextAnswerId: () => birth + (answers++).toString(16).padStart(8, "0"),
		flakyCalls: 0,
	};

	const app = Fastify({ forceCloseConnections: true, bodyLimit, routerOptions: { maxParamLength: 2_000 } });
	readBodies(app);
	const handle = (wire: Wire, root: string, request: FastifyRequest, reply: FastifyReply) => {
		reply.hijack();
		const response = reply.raw;
		const { method, headers, body } = request;
		const incoming = readRequest(wire, root, { method, headers, body, url: request.raw.url ?? "/" });
		const call = newCall(calls++, incoming);
		response.once("close", () => {
			if (!call.finished) call.abortedAt = Date.now();
			log.changed(call);
		});
		const scripted = script.take(wire.provider, call.kind);
		log.add(call);
		respond(house, incoming, call, scripted, response).catch((error: unknown) => {
			if (response.headersSent) response.destroy();
			else send(response, call, { status: 500, body: { error: { message: `The sandbox broke: ${error}` } } });
		});
	};
	for (const wire of Object.values(wires)) {
		app.all(`${wire.root}/*`, (request, reply) => handle(wire, wire.root, request, reply));
	}
	app.all("/exchange/*", (request, reply) => {
		const id = exchangeInPath(request.url);
		const exchange = id === null ? undefined : house.replay?.byId(id);
		handle(wires[exchange?.provider ?? "custom"], `/exchange/${id}`, request, reply);
	});
	await app.listen({ host: options.host ?? "127.0.0.1", port: options.port ?? 0 });
	const { port, address, family } = app.server.address() as AddressInfo;
	const url = `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;

	const close = async () => {
		log.close();
		await app.close();
	};
	return {
		url,
		calls: log.calls,
		waitFor: log.waitFor,
		baseUrl: (provider) => `${url}${wires[provider].root}${wires[provider].version}`,
		exchangeUrl: (id) => `${url}/exchange/${id}`,
		script: (next) => {
			for (const { replay } of [next].flat()) {
				if (replay !== undefined && !house.replay?.byId(replay)) throw new Error(`No exchange ${replay} was loaded`);
			}
			script.add(next);
		},
		release: () => {
			for (const hold of house.held) hold.release();
			house.held.clear();
		},
		reset: () => {
			log.clear();
			script.clear();
			house.flakyCalls = 0;
		},
		close,
		[Symbol.asyncDispose]: close,
	};
}

const loadReplay = (replay: Replay | ReplayOptions) => ("byId" in replay ? replay : createReplay(replay));
