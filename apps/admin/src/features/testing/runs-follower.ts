import type { AppRouter } from "@llm-hub/api/types";
import type { TRPCClientErrorLike } from "@trpc/client";
import { emptyRun, foldEvent, isLive, type RunState, type WireEvent } from "./run-state.ts";

type RunError = TRPCClientErrorLike<AppRouter>;

/** Opens the one stream of these runs after `lastEventId`; returns how to leave it. */
export type OpenEvents = (
	input: { runIds: string[]; lastEventId: string },
	observer: {
		onEvents: (id: string, events: { run: number; event: WireEvent }[]) => void;
		onError: (error: RunError) => void;
	},
) => () => void;

export interface RunSnapshot extends RunState {
	/** The stream itself was refused. */
	error: RunError | null;
}

/** So many of a run's events are kept to be looked at. */
const longestLog = 2_000;

/** So long may the panels of one frame take to draw; the others take their turn with the next, so that no frame is late. */
const budgetMs = 6;

/** One run as an external store, for `useSyncExternalStore`. */
export class FollowedRun {
	/** What has come, and what was told of it: the text grows outside React and is shown once a frame. */
	latest: RunSnapshot = { ...emptyRun, error: null };
	#shown = this.latest;
	/** Its name and end were asked for anew. */
	isRevealing = false;
	/** How far the run was read, as the server's event ids say it. */
	cursor = "0.0.0";
	/** The events as they came, the oldest first, with the page's clock in milliseconds. */
	readonly log: { at: number; event: WireEvent }[] = [];
	readonly listeners = new Set<() => void>();

	constructor(
		readonly runId: string,
		private readonly onAudience: () => void,
	) {}

	getSnapshot = (): RunSnapshot => this.#shown;

	subscribe = (listener: () => void): (() => void) => {
		this.listeners.add(listener);
		this.onAudience();
		return () => {
			this.listeners.delete(listener);
			this.onAudience();
		};
	};

	/** Tries again after the stream was refused. */
	retry = (): void => {
		this.latest = { ...this.latest, error: null };
		this.show();
		this.onAudience();
	};

	/** It was stopped from here: said at once, also where its stream is cut at the moment. */
	stopping = (): void => {
		this.latest = { ...this.latest, ...foldEvent(this.latest, { type: "stopping" }) };
		this.show();
	};

	/** Asks for name and end, which were kept back until the vote; the text stays as it is. */
	reveal = (): void => {
		if (!this.latest.isVeiled || this.isRevealing) return;
		this.isRevealing = true;
		this.cursor = this.cursor.replace(/^(\d+\.\d+)\.3/, "$1.0");
		this.onAudience();
	};

	/** More of it will come. */
	get isOpen(): boolean {
		return isLive(this.latest) || (this.isRevealing && this.latest.isVeiled);
	}

	get isWanted(): boolean {
		return this.listeners.size > 0 && this.isOpen && this.latest.error === null;
	}

	get isStale(): boolean {
		return this.#shown !== this.latest;
	}

	show(): void {
		this.#shown = this.latest;
		for (const listener of this.listeners) listener();
	}
}

/**
 * The runs of a page over one stream. It listens while somebody looks, goes on after the last event of each run when the
 * set of runs changes or somebody looks again, and shows changes once a frame however fast the text comes.
 */
export class RunsFollower {
	readonly #runs = new Map<string, FollowedRun>();
	#streaming: FollowedRun[] = [];
	#leave: (() => void) | null = null;
	#isScheduled = false;
	#frame: number | null = null;
	#turn = 0;

	/** `draw` draws at once what its argument tells, so that it can be timed: React's `flushSync`. */
	constructor(
		private readonly open: OpenEvents,
		private readonly draw: (tell: () => void) => void,
	) {}

	/** The run's store; it keeps its text while the page stands. */
	run(runId: string): FollowedRun {
		const run = this.#runs.get(runId) ?? new FollowedRun(runId, this.#audienceChanged);
		this.#runs.set(runId, run);
		return run;
	}

	/** Panels come and go one by one: the stream is chosen once they have settled. */
	#audienceChanged = (): void => {
		if (this.#isScheduled) return;
		this.#isScheduled = true;
		queueMicrotask(() => {
			this.#isScheduled = false;
			this.#chooseStream();
		});
	};

	#chooseStream(): void {
		const wanted = [...this.#runs.values()].filter((run) => run.isWanted);
		const isMissing = wanted.some((run) => !this.#streaming.includes(run));
		const isUnwatched = this.#streaming.some((run) => !run.isWanted && run.isOpen);
		if (!isMissing && !isUnwatched) return;
		this.#stop();
		if (wanted.length > 0) this.#listen(wanted);
	}

	#listen(runs: FollowedRun[]): void {
		this.#streaming = runs;
		const input = { runIds: runs.map(({ runId }) => runId), lastEventId: runs.map(({ cursor }) => cursor).join(",") };
		this.#leave = this.open(input, {
			onEvents: (id, events) => {
				for (const [index, cursor] of id.split(",").entries()) if (runs[index]) runs[index].cursor = cursor;
				for (const { run: index, event } of events) {
					const run = runs[index];
					if (!run) continue;
					run.latest = { ...foldEvent(run.latest, event), error: null };
					if (event.type === "veiled") run.isRevealing = false;
					if (run.log.length < longestLog) run.log.push({ at: performance.now(), event });
				}
				this.#frame ??= requestAnimationFrame(this.#paint);
				if (!runs.some((run) => run.isOpen)) this.#stop();
			},
			onError: (error) => {
				this.#stop();
				for (const run of runs) {
					if (!run.isOpen) continue;
					run.latest = { ...run.latest, error };
					run.show();
				}
			},
		});
	}

	/** Shows some of what has changed, in turn; what is left comes with the next frame. */
	#paint = (): void => {
		this.#frame = null;
		const stale = [...this.#runs.values()].filter((run) => run.isStale);
		const first = this.#turn % Math.max(1, stale.length);
		const inTurn = [...stale.slice(first), ...stale.slice(0, first)];
		const until = performance.now() + budgetMs;
		for (const run of inTurn) {
			this.draw(() => run.show());
			this.#turn++;
			if (performance.now() >= until) break;
		}
		if (stale.some((run) => run.isStale)) this.#frame ??= requestAnimationFrame(this.#paint);
	};

	#stop(): void {
		this.#leave?.();
		this.#leave = null;
		this.#streaming = [];
	}
}
