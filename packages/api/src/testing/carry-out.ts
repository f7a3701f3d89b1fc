import { type ChatRequest, streamChat, type Target } from "@llm-hub/providers";
import type { CallEnd, LiveRun } from "./live-run.ts";

/** Makes the one upstream call of a run and collects what comes. Never throws: how it ended is data. */
export async function carryOut(run: LiveRun, target: Target, request: ChatRequest): Promise<CallEnd> {
	const onSent = () => {
		run.isSent = true;
	};
	for await (const event of streamChat(target, request, { signal: run.signal, onSent })) {
		switch (event.type) {
			case "text":
			case "reasoning":
				run.append(event.type, event.text);
				break;
			case "toolCall":
				run.toolCalls.push(event.call);
				break;
			case "usage":
				run.usage = event.usage;
				break;
			case "finish": {
				const { finishReason, model: reportedModel, upstreamId } = event;
				return { state: "success", finishReason, reportedModel, upstreamId };
			}
			case "failed":
				if (run.signal.aborted || event.failure.reason === "cancelled") return { state: "cancelled" };
				return { state: "failed", failure: event.failure };
		}
	}
	const message = "The provider's answer ended without an end.";
	return { state: "failed", failure: { reason: "bad_response", message, retryable: true } };
}
