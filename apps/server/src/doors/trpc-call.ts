import { appRouter, type Context, toTRPCError } from "@llm-hub/api";
import {
	callTRPCProcedure,
	getTRPCErrorFromUnknown,
	getTRPCErrorShape,
	isTrackedEnvelope,
	TRPCError,
} from "@trpc/server";
import type { FastifyReply, FastifyRequest } from "fastify";
import { createContext, type DoorOptions, leavingOf } from "../context.ts";
import { openEventStream } from "./event-stream.ts";

/** A call of one procedure, by itself. */
interface Call {
	path: string;
	type: "query" | "mutation" | "subscription";
	request: FastifyRequest;
	reply: FastifyReply;
	door: DoorOptions;
}

type Procedures = Readonly<Record<string, { _def: { type: Call["type"] } }>>;

const procedures = appRouter._def.procedures as unknown as Procedures;
const config = appRouter._def._config;

/**
 * Answers a call that travels alone and is as it should be, in the words of tRPC's protocol. tRPC's own adapter makes a
 * web request and response of it, and five web streams of a subscription: that costs more than all that we do.
 * @returns null where the call is anything else: then nothing was done
 */
export function answerCall(request: FastifyRequest, reply: FastifyReply, door: DoorOptions): Promise<unknown> | null {
	const { path } = request.params as { path: string };
	const type = Object.hasOwn(procedures, path) ? procedures[path]?._def.type : undefined;
	if (type === undefined || request.method !== (type === "mutation" ? "POST" : "GET")) return null;
	if (queried(request, "batch") !== undefined || request.headers["trpc-accept"] !== undefined) return null;
	const call: Call = { path, type, request, reply, door };
	return type === "subscription" ? streamCall(call) : answerOnce(call);
}

async function answerOnce(call: Call): Promise<string> {
	const outcome = wholeOf(call, await run(call));
	const isRefused = "error" in outcome;
	call.reply.code(isRefused ? outcome.error.data.httpStatus : 200).type("application/json");
	return JSON.stringify(isRefused ? { error: outcome.error } : { result: { data: outcome.data } });
}

/** What comes in pieces is for clients that say in `trpc-accept` that they can take it: tRPC's adapter answers those. */
function wholeOf(call: Call, outcome: Outcome): Outcome {
	if ("error" in outcome || !isRecord(outcome.data) || !(Symbol.asyncIterator in outcome.data)) return outcome;
	const message = "The answer comes in pieces: ask for it by tRPC's httpBatchStreamLink.";
	const error = new TRPCError({ code: "UNSUPPORTED_MEDIA_TYPE", message });
	return { ...outcome, error: shapeOf(call, error, outcome.ctx) };
}

/** Values as events until the stream's end or its caller's leaving. A refusal is an event as well. */
async function streamCall(call: Call): Promise<void> {
	const outcome = await run(call);
	const { ping, client = {}, maxDurationMs } = config.sse ?? {};
	const pinging = { ping: eventOf("ping", ""), pingMs: ping?.intervalMs ?? 5_000 };
	const stream = openEventStream(call.reply, { ...pinging, longestMs: maxDurationMs });
	stream.send(eventOf("connected", JSON.stringify(client)));
	const refuse = (error: ErrorShape) => stream.send(eventOf("serialized-error", JSON.stringify(error)));
	try {
		if ("error" in outcome) refuse(outcome.error);
		else {
			for await (const value of outcome.data as AsyncIterable<unknown>) {
				if (outcome.signal.aborted) return;
				const [id, data] = isTrackedEnvelope(value) ? value : [null, value];
				const text = `data: ${JSON.stringify(data)}\n${id === null ? "" : `id: ${id}\n`}\n`;
				await stream.send(text);
			}
			stream.send(eventOf("return", ""));
		}
	} catch (error) {
		if (!outcome.signal.aborted) refuse(shapeOf(call, error, outcome.ctx));
	} finally {
		stream.end();
	}
}

const eventOf = (name: string, data: string): string => `event: ${name}\ndata: ${data}\n\n`;

type ErrorShape = ReturnType<typeof shapeOf>;
type Outcome = { signal: AbortSignal; ctx: Context | undefined } & ({ data: unknown } | { error: ErrorShape });

/** {@link createContext}; why it failed is for the log alone, as of what fails in a procedure. */
export async function contextFor(options: Parameters<typeof createContext>[0]): Promise<Context> {
	try {
		return await createContext(options);
	} catch (error) {
		const { log, id: requestId } = options.request;
		log.error({ err: error, requestId }, "request failed");
		throw toTRPCError(error);
	}
}

/** Calls the procedure as whoever asks, until they leave. */
async function run(call: Call): Promise<Outcome> {
	const { path, type, request, reply, door } = call;
	const signalOf = leavingOf(reply);
	const signal = signalOf();
	let ctx: Context | undefined;
	try {
		ctx = await contextFor({ request, reply, signalOf, startsRun: path === "testing.start", ...door });
		const getRawInput = async () => inputOf(call);
		const asked = { router: appRouter, path, type, ctx, signal, getRawInput, batchIndex: 0 };
		return { signal, ctx, data: await callTRPCProcedure(asked) };
	} catch (error) {
		return { signal, ctx, error: shapeOf(call, error, ctx) };
	}
}

/** Who comes back to a stream says in a header, or where there is none in the query, which event was the last. */
function inputOf({ type, request }: Call): unknown {
	const text = type === "mutation" ? request.body : queried(request, "input");
	const input = typeof text === "string" && text !== "" ? parseInput(text) : undefined;
	if (type !== "subscription") return input;
	const lastEventId = request.headers["last-event-id"] ?? queried(request, "lastEventId");
	return lastEventId === undefined || !isRecord(input) ? input : { ...input, lastEventId };
}

function parseInput(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw new TRPCError({ code: "BAD_REQUEST", message: "The input is not JSON.", cause });
	}
}

/** The first of the query's values under a name. */
function queried({ query }: FastifyRequest, name: string): string | undefined {
	const value = (query as Record<string, string | string[] | undefined>)[name];
	return Array.isArray(value) ? value[0] : value;
}

const isRecord = (value: unknown): value is object => typeof value === "object" && value !== null;

const shapeOf = ({ path, type }: Call, cause: unknown, ctx: Context | undefined) =>
	getTRPCErrorShape({ config, error: getTRPCErrorFromUnknown(cause), path, type, input: undefined, ctx });
