import { cancelRun, followRun } from "@llm-hub/api";
import type { RunEvent } from "@llm-hub/api/schemas";
import type { FastifyReply } from "fastify";
import { openEventStream } from "../event-stream.ts";
import type { UserCall } from "./access.ts";
import { toFigures, toProblem, toToolCall } from "./run-answer.ts";

/** Often enough that no proxy takes a slow first token for a dead connection. */
const pingMs = 15_000;
/** A rule of thumb for the running count alone; the last event has what was counted. */
const charactersPerToken = 4;

/**
 * Writes a run as server-sent events until its end. What the caller does not read is not buffered: the next event waits
 * for the socket, and text that came meanwhile arrives as one event. A caller who leaves cancels the run.
 */
export async function streamRun(reply: FastifyReply, call: UserCall, runId: string): Promise<void> {
	const stream = openEventStream(reply, { ping: ": ping\n\n", pingMs });
	let characters = 0;
	try {
		for await (const { event } of followRun(call, { runId }, call.signal)) {
			if ("text" in event) characters += event.text.length;
			const data = toData(event, Math.ceil(characters / charactersPerToken));
			const full = data && stream.send(`data: ${JSON.stringify(data)}\n\n`);
			if (full) await full;
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
		stream.send(`data: ${JSON.stringify(data)}\n\n`);
	} finally {
		stream.end();
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
		case "stopping":
		case "usage":
		// No blind group is started through this door.
		case "veiled":
			return null;
	}
}
