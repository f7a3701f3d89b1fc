import type { AppRouter } from "@llm-hub/api/types";
import type { TRPCClientErrorLike } from "@trpc/client";
import { emptyRun, foldEvent, isLive, type RunState, type WireEvent } from "./run-state.ts";

type RunError = TRPCClientErrorLike<AppRouter>;

/** Opens the event stream of a run after `lastEventId`; returns how to leave it. */
export type OpenEvents = (
	input: { runId: string; lastEventId: string | null },
	observer: { onEvent: (id: string, event: WireEvent) => void; onError: (error: RunError) => void },
) => () => void;

export interface RunSnapshot extends RunState {
	/** The stream itself was refused, for example because the run is somebody else's. */
	error: RunError | null;
}

/**
 * One run as an external store. It listens while somebody looks, goes on after the last event it saw when somebody looks
 * again, and tells of changes once a frame however fast the text comes.
 */
export class RunFollower {
	#snapshot: RunSnapshot = { ...emptyRun, error: null };
	#pending: WireEvent[] = [];
	#lastEventId: string | null = null;
	#frame: number | null = null;
	#leave: (() => void) | null = null;
	readonly #listeners = new Set<() => void>();

	constructor(
		readonly runId: string,
		private readonly open: OpenEvents,
	) {}

	getSnapshot = (): RunSnapshot => this.#snapshot;

	subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		if (!this.#leave && isLive(this.#snapshot)) this.#listen();
		return () => {
			this.#listeners.delete(listener);
			if (this.#listeners.size > 0) return;
			this.#flush();
			this.#stop();
		};
	};

	/** Tries again after the stream was refused. */
	retry = (): void => {
		this.#publish({ ...this.#snapshot, error: null });
		if (!this.#leave) this.#listen();
	};

	#listen(): void {
		this.#leave = this.open(
			{ runId: this.runId, lastEventId: this.#lastEventId },
			{
				onEvent: (id, event) => {
					this.#lastEventId = id;
					this.#pending.push(event);
					this.#frame ??= requestAnimationFrame(() => this.#flush());
				},
				onError: (error) => {
					this.#stop();
					this.#publish({ ...this.#snapshot, error });
				},
			},
		);
	}

	#flush(): void {
		if (this.#frame !== null) cancelAnimationFrame(this.#frame);
		this.#frame = null;
		if (this.#pending.length === 0) return;
		const state = this.#pending.reduce<RunState>(foldEvent, this.#snapshot);
		this.#pending = [];
		this.#publish({ ...state, error: this.#snapshot.error });
		if (!isLive(state)) this.#stop();
	}

	#stop(): void {
		this.#leave?.();
		this.#leave = null;
	}

	#publish(snapshot: RunSnapshot): void {
		this.#snapshot = snapshot;
		for (const listener of this.#listeners) listener();
	}
}
