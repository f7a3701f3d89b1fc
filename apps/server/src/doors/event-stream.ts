import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { FastifyReply } from "fastify";

/** How long the answer's head waits for the first words, to travel with them. */
const headMs = 50;
const streamHeaders = {
	"content-type": "text/event-stream; charset=utf-8",
	"cache-control": "no-cache, no-transform",
	"x-accel-buffering": "no",
};

/** An answer of server-sent events. */
export interface EventStream {
	/** Sends text, with all else of this moment. What comes back resolves when the reader can take more. */
	send(text: string): Promise<void> | undefined;
	/** What is pending, then the end. */
	end(): void;
}

interface StreamOptions {
	/** Sent every `pingMs`: it tells a silent stream from a dead one. A reader that is behind gets none. */
	ping: string;
	pingMs: number;
	/** Cut off then, without an end: for readers who come back by themselves, and show again who they are. */
	longestMs?: number | undefined;
}

/** Takes the answer over from Fastify, with the headers that it has so far. */
export function openEventStream(reply: FastifyReply, { ping, pingMs, longestMs }: StreamOptions): EventStream {
	reply.headers(streamHeaders).hijack();
	const response = reply.raw;
	response.writeHead(200, reply.getHeaders() as OutgoingHttpHeaders);
	let pending = "";
	let isDue = false;
	// The caller learns the run's id soon, not with a slow first token; a quick one takes the head along.
	const head = setTimeout(() => response.flushHeaders(), headMs);
	const pings = setInterval(() => response.writableNeedDrain || send(ping), pingMs);
	const cut = longestMs === undefined ? undefined : setTimeout(() => response.destroy(), longestMs);
	const flush = () => {
		isDue = false;
		if (pending !== "" && !response.destroyed) response.write(pending);
		pending = "";
	};
	const send = (text: string): Promise<void> | undefined => {
		pending += text;
		if (pending.length >= response.writableHighWaterMark) flush();
		else if (!isDue) {
			isDue = true;
			process.nextTick(flush);
		}
		return response.writableNeedDrain ? drained(response) : undefined;
	};
	return {
		send,
		end: () => {
			clearTimeout(head);
			clearInterval(pings);
			clearTimeout(cut);
			response.end(pending === "" ? undefined : pending);
			pending = "";
		},
	};
}

function drained(response: ServerResponse): Promise<void> {
	return new Promise((resolve) => {
		const settle = () => {
			response.off("drain", settle);
			response.off("close", settle);
			resolve();
		};
		response.once("drain", settle);
		response.once("close", settle);
		if (response.destroyed) settle();
	});
}
