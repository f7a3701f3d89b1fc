import type { FailureReason, RunEnd, RunEvent } from "@llm-hub/api/schemas";

/** An event as it crosses the wire: moments are ISO strings. */
export type WireEvent = RunEvent extends infer Event
	? Event extends { startedAt: Date }
		? Omit<Event, "startedAt"> & { startedAt: string }
		: Event
	: never;

/** Everything a panel shows of one run, folded from its events. */
export interface RunState {
	phase: "waiting" | "streaming" | "success" | "failed" | "cancelled";
	modelId: string | null;
	startedAt: string | null;
	text: string;
	reasoning: string;
	end: RunEnd | null;
	failure: { reason: FailureReason; message: string; retryable: boolean } | null;
}

export const emptyRun: RunState = {
	phase: "waiting",
	modelId: null,
	startedAt: null,
	text: "",
	reasoning: "",
	end: null,
	failure: null,
};

export const isLive = ({ phase }: RunState): boolean => phase === "waiting" || phase === "streaming";

/** Folds one event into the state. Events come in order and once each: the subscription resumes after the last id. */
export function foldEvent(state: RunState, event: WireEvent): RunState {
	switch (event.type) {
		case "started":
			return { ...state, modelId: event.modelId, startedAt: event.startedAt };
		case "reasoning":
			return { ...state, phase: "streaming", reasoning: state.reasoning + event.text };
		case "delta":
			return { ...state, phase: "streaming", text: state.text + event.text };
		case "usage":
			return state;
		case "done":
			return { ...state, phase: "success", end: event };
		case "cancelled":
			return { ...state, phase: "cancelled", end: event };
		case "failed": {
			const { reason, message, retryable } = event;
			return { ...state, phase: "failed", end: event, failure: { reason, message, retryable } };
		}
	}
}
