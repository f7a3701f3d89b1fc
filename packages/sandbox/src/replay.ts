import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { type Exchange, findMetaFiles, readExchange } from "./exchange.ts";
import type { Outlet } from "./outlet.ts";
import type { Behaviour, SandboxCall } from "./types.ts";

export interface ReplayOptions {
	/** Holds `<provider>/<kind>/<name>.meta.json` with a body file beside each. */
	directory: string;
	/** Only these. */
	ids?: readonly string[];
	/** Only those that fit. */
	filter?: (exchange: Exchange) => boolean;
}

/** Recorded exchanges, ready to be served. */
export interface Replay {
	readonly exchanges: readonly Exchange[];
	byId(id: string): Exchange | undefined;
	/** The first recording of the same provider, method, path and model, of a stream if a stream is asked for. */
	match(call: Pick<SandboxCall, "provider" | "method" | "path" | "model" | "stream">): Exchange | undefined;
}

/**
 * Reads the descriptions of recorded exchanges; bodies are read when they are served.
 * @throws Error when the directory cannot be read, a file is not in the format, or an id of `ids` is not there.
 */
export async function createReplay({ directory, ids, filter }: ReplayOptions): Promise<Replay> {
	const exchanges: Exchange[] = [];
	const byId = new Map<string, Exchange>();
	for (const file of await findMetaFiles(directory)) {
		const exchange = await readExchange(file);
		if ((ids && !ids.includes(exchange.id)) || (filter && !filter(exchange))) continue;
		exchanges.push(exchange);
		byId.set(exchange.id, exchange);
	}
	const missing = ids?.filter((id) => !byId.has(id)) ?? [];
	if (missing.length > 0) throw new Error(`${directory} has no exchange ${missing.join(", ")}`);
	return {
		exchanges,
		byId: (id) => byId.get(id),
		match: (call) =>
			exchanges.find(
				(exchange) =>
					exchange.provider === call.provider &&
					exchange.method === call.method &&
					exchange.path === call.path &&
					exchange.model === call.model &&
					exchange.stream === call.stream,
			),
	};
}

/** The lengths of the writes that send `total` bytes. */
function writesOf(exchange: Exchange, behaviour: Behaviour, total: number): number[] {
	const size = behaviour.splitBytes;
	if (size) {
		const whole = Array.from({ length: Math.floor(total / size) }, () => size);
		return total % size === 0 ? whole : [...whole, total % size];
	}
	return exchange.chunkBytes ?? (total > 0 ? [total] : []);
}

/**
 * Sends a recording: its status, its headers, and its bytes in exactly the recorded writes (or in `splitBytes`). A chunk
 * is a write here, so `holdAfterChunks`, `afterChunks` and `cut` count writes.
 */
export async function sendExchange(
	exchange: Exchange,
	{ outlet, response, call, behaviour, changed }: Stage,
): Promise<void> {
	const body = await readFile(exchange.bodyPath);
	const { hold, holdAfterChunks } = behaviour;
	if (hold && holdAfterChunks === undefined) await standAt(outlet, hold);
	if (outlet.closed) return;
	call.status = exchange.status;
	response.writeHead(exchange.status, exchange.headers);
	response.flushHeaders();
	const writes = writesOf(exchange, behaviour, body.length);
	let from = 0;
	for (let i = 0; i <= writes.length; i++) {
		if (hold && i === holdAfterChunks) await standAt(outlet, hold);
		if (outlet.closed) return;
		const bytes = writes[i];
		if (bytes === undefined || (behaviour.cut && i === behaviour.afterChunks)) break;
		await outlet.sleep(behaviour.chunkDelayMs ?? 0);
		await outlet.writeAlone(body.subarray(from, from + bytes));
		from += bytes;
		call.chunksSent += 1;
		changed(call);
	}
	if (outlet.closed) return;
	call.finished = true;
	response.end();
}

interface Stage {
	outlet: Outlet;
	response: ServerResponse;
	call: SandboxCall;
	behaviour: Behaviour;
	changed: (call: SandboxCall) => void;
}

async function standAt(outlet: Outlet, hold: NonNullable<Behaviour["hold"]>): Promise<void> {
	hold.arrive();
	await outlet.until(hold.released);
}
