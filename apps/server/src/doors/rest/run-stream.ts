import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import { cancelRun, followRun } from "@llm-hub/api";
import type { RunEvent } from "@llm-hub/api/schemas";
import type { FastifyReply } from "fastify";
import type { UserCall } from "./access.ts";
import { toFigures, toProblem, toToolCall } from "./run-answer.ts";

/** Often enough that no proxy takes a slow first token for a dead connection. */
const pingMs = 15_000;
/** How long the answer's head waits for the first words, to travel with them. */
const headMs = 50;
const streamHeaders = {
	"content-type": "text/event-stream; charset=utf-8",
	"cache-control": "no-cache, no-transform",
	"x-accel-buffering": "no",
};
/** A rule of thumb for the running count alone; the last event has what was counted. */
const charactersPerToken = 4;

/**
 * Writes a run as server-sent events until its end. What the caller does not read is not buffered: the next event waits
 * for the socket, and text that came meanwhile arrives as one event. A caller who leaves cancels the run.
 */
export async function streamRun(reply: FastifyReply, call: UserCall, runId: string): Promise<void> {
	reply.hijack();
	const response = reply.raw;
	response.writeHead(200, { ...(reply.getHeaders() as OutgoingHttpHeaders), ...streamHeaders });
	// The caller learns the run's id soon, not with a slow first token; a quick one takes the head along.
	const head = setTimeout(() => response.flushHeaders(), headMs);
	const ping = setInterval(() => response.writableNeedDrain || response.write(": ping\n\n"), pingMs);
	let characters = 0;
	try {
		for await (const { event } of followRun(call, { runId }, call.signal)) {
			if ("text" in event) characters += event.text.length;
			const data = toData(event, Math.ceil(characters / charactersPerToken));
			if (data && !response.write(`data: ${JSON.stringify(data)}\n\n`)) await drained(response);
		}
		if (call.signal.aborted) await cancelRun(call, { runId });
	} catch (error) {
		call.services.log.error({ err: error, requestId: call.requestId, runId }, "run stream broke");
		const data = {
			error: "The stream broke on our side; the run goes on.",
			code: "internal",
			retryable: false,
			run_id: runId,
		};
		response.write(`data: ${JSON.stringify(data)}\n\n`);
	} finally {
		clearTimeout(head);
		clearInterval(ping);
		response.end();
	}
}

/** One event in the door's words; null where it has none. */
export function toData(event: RunEvent, tokens: number): Record<string, unknown> | null {
	switch (event.type) {
		case "delta":
			return { content: event.text, tokens };
		case "reasoning":
			return { content: "", reasoning: event.text, tokens };
		case "toolCall":
			return { content: "", tool_calls: [toToolCall(event.call)], tokens };
		case "done":
			return { done: true, ...toFigures(event) };
		case "failed":
		case "cancelled":
			return toProblem(event);
		case "started":
		case "usage":
			return null;
	}
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
