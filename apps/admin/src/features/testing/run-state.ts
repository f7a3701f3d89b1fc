import type { FailureReason, HistoryEntry, RunEnd, RunEvent, RunsEvents, ToolCallOutput } from "@llm-hub/api/schemas";

type RunStatus = HistoryEntry["status"];

/** As it crosses the wire: moments are ISO strings. */
type Wire<Event> = Event extends { startedAt: Date } ? Omit<Event, "startedAt"> & { startedAt: string } : Event;
export type WireEvent = Wire<RunEvent> | Wire<RunsEvents[number]["event"]>;

/** Everything a panel shows of one run, folded from its events. */
export interface RunState {
	phase: "waiting" | "streaming" | "success" | "failed" | "cancelled" | "missing";
	modelId: string | null;
	startedAt: string | null;
	/** From the start to the first token, as the server measured it. */
	ttftMs: number | null;
	text: string;
	reasoning: string;
	/** Milliseconds on this page's clock: when the first reasoning came, and the first text after it. */
	reasonedFrom: number | null;
	reasonedUntil: number | null;
	toolCalls: readonly ToolCallOutput[];
	end: RunEnd | null;
	failure: { reason: FailureReason; message: string; retryable: boolean } | null;
	/** It has ended, and how is not told before the vote. */
	isVeiled: boolean;
	/** Somebody stopped it: nothing more of it comes but its end, for which a provider may still have to count. */
	isStopping: boolean;
}

export const emptyRun: RunState = {
	phase: "waiting",
	modelId: null,
	startedAt: null,
	ttftMs: null,
	text: "",
	reasoning: "",
	reasonedFrom: null,
	reasonedUntil: null,
	toolCalls: [],
	end: null,
	failure: null,
	isVeiled: false,
	isStopping: false,
};

/** The phase of a run whose row says how it stands. */
export const phaseOf = (status: RunStatus): RunState["phase"] => (status === "started" ? "streaming" : status);

/** How a run stands, in the word that is shown. */
export const standOf = ({
	phase,
	isStopping,
}: Pick<RunState, "phase" | "isStopping">): RunState["phase"] | "stopping" =>
	isStopping && isLive({ phase }) ? "stopping" : phase;

export const isLive = ({ phase }: Pick<RunState, "phase">): boolean => phase === "waiting" || phase === "streaming";

/** Whether anything was billed or counted; a call that failed before any answer came was not. */
export const wasMetered = ({ costState, outputTokens }: Pick<RunEnd, "costState" | "outputTokens">): boolean =>
	costState !== null || outputTokens !== null;

/** Folds one event into the state. Events come in order and once each: the subscription resumes after the last id. */
export function foldEvent(state: RunState, event: WireEvent, now = Date.now()): RunState {
	switch (event.type) {
		case "started":
			return { ...state, modelId: event.modelId, startedAt: event.startedAt };
		case "reasoning":
			return {
				...state,
				phase: "streaming",
				reasoning: state.reasoning + event.text,
				ttftMs: event.ttftMs ?? state.ttftMs,
				reasonedFrom: state.reasonedFrom ?? now,
			};
		case "delta":
			return {
				...state,
				phase: "streaming",
				text: state.text + event.text,
				ttftMs: event.ttftMs ?? state.ttftMs,
				reasonedUntil: state.reasonedUntil ?? now,
			};
		case "toolCall":
			return { ...state, phase: "streaming", toolCalls: [...state.toolCalls, event.call] };
		case "stopping":
			return { ...state, isStopping: true };
		case "usage":
			return state;
		case "veiled":
			return { ...state, phase: event.state === "done" ? "success" : event.state, isVeiled: true };
		case "done":
			return { ...state, phase: "success", end: event, ttftMs: event.ttftMs, isVeiled: false };
		case "cancelled":
			return { ...state, phase: "cancelled", end: event, ttftMs: event.ttftMs, isVeiled: false };
		case "failed": {
			const { reason, message, retryable } = event;
			const failure = { reason, message, retryable };
			return { ...state, phase: "failed", end: event, ttftMs: event.ttftMs, failure, isVeiled: false };
		}
		case "missing":
			return { ...state, phase: "missing" };
	}
}
