import {
	type Failure,
	type FinishReason,
	type Price,
	type ProviderType,
	providerInfo,
	type ToolCall,
	type Usage,
} from "@llm-hub/providers";
import type { EndRow } from "./run-view.ts";
import { storableJson, storableText } from "./storable.ts";

/** How the upstream call ended, before it is priced. */
export type CallEnd =
	| { state: "success"; finishReason: FinishReason; reportedModel: string | null; upstreamId: string | null }
	| { state: "failed"; failure: Failure }
	/** `isRead`: the provider's answer was read to its end all the same. */
	| { state: "cancelled"; finishReason: "cost_cap" | null; isRead?: boolean };

/** How long, and how many characters, an answer is read on that nobody waits for. */
export const drainLimits = { ms: 20_000, characters: 1_000_000 };

/** What a run is and where its money goes; fixed when it starts. */
export interface RunFacts {
	id: string;
	userId: string;
	modelId: string;
	/** Its group is blind: no vote is cast while it runs, so nobody is told whose answer it is. */
	isVeiled: boolean;
	provider: ProviderType;
	/** The price in force at the start. */
	price: Price | null;
	/** Nobody bills the built-in Sandbox. */
	isFree: boolean;
	/** All output tokens that its cost cap pays for; null is without a cap. */
	affordableTokens: number | null;
	startedAt: Date;
}

/**
 * A run that this process carries out: what came so far, and a bell for those who follow it. Followers keep an offset
 * into the text, so there is no queue to bound: one that reads slowly gets more at once.
 */
export class LiveRun {
	text = "";
	reasoning = "";
	/** What came last of each: who has read all but that needs no look at the whole. */
	readonly latest = { text: "", reasoning: "" };
	/** What came after it was cancelled: counted, and shown to nobody. */
	unseen = "";
	/** How much of text and reasoning the database has already. */
	keptLength = 0;
	toolCalls: ToolCall[] = [];
	usage: Usage | null = null;
	/** The provider has the request, and has not refused it: it may bill. */
	isSent = false;
	/** Set once: this process no longer carries the run, and its row says how it ended. */
	isOver = false;
	/** The row as this process ended it; null while it runs, or when another had ended it. */
	ended: EndRow | null = null;
	ttftMs: number | null = null;
	/** Why it was stopped, where nobody asked for it. */
	cutReason: "cost_cap" | null = null;
	#cancelledMs: number | null = null;
	#drain: NodeJS.Timeout | undefined;
	readonly #controller = new AbortController();
	readonly #startedAt = performance.now();
	readonly #listeners = new Set<() => void>();

	constructor(
		readonly facts: RunFacts,
		readonly limits = drainLimits,
	) {}

	get signal(): AbortSignal {
		return this.#controller.signal;
	}

	/** Milliseconds since the run began. */
	elapsedMs(): number {
		return Math.round(performance.now() - this.#startedAt);
	}

	get isCancelled(): boolean {
		return this.#cancelledMs !== null;
	}

	/** How long it ran for its caller. */
	get latencyMs(): number {
		return this.#cancelledMs ?? this.elapsedMs();
	}

	/**
	 * Ends the run as cancelled, with the cost of what was done. Nothing more of it is shown. A provider that stops billing
	 * is left at once; one that does not is read on to its count, within bounds, and the run's end waits for it.
	 */
	cancel(): void {
		if (this.isCancelled) return;
		this.#cancelledMs = this.elapsedMs();
		if (!this.isSent || !providerInfo[this.facts.provider].billsWhenAborted) this.stop();
		else this.#drain = setTimeout(() => this.stop(), this.limits.ms).unref();
		this.ring();
	}

	/** Cancels, and closes the connection to the provider now. */
	stop(): void {
		this.#cancelledMs ??= this.elapsedMs();
		clearTimeout(this.#drain);
		this.#controller.abort();
	}

	/** Cancels because the cost cap is used up. */
	cut(): void {
		if (this.isCancelled) return;
		this.cutReason = "cost_cap";
		this.cancel();
	}

	/** The upstream call is over. */
	close(): void {
		clearTimeout(this.#drain);
	}

	addToolCall(call: ToolCall): void {
		if (this.isCancelled) return;
		this.toolCalls.push(storableJson(call));
		this.ring();
	}

	append(part: "text" | "reasoning", text: string): void {
		if (this.isCancelled) {
			this.unseen += text;
			if (this.unseen.length > this.limits.characters) this.stop();
			return;
		}
		this.ttftMs ??= this.elapsedMs();
		const piece = storableText(text);
		this[part] += piece;
		this.latest[part] = piece;
		this.ring();
	}

	/** Tells every follower that something changed. */
	ring(): void {
		for (const listener of this.#listeners) listener();
	}

	/** Calls back at every change, until the returned function is called. */
	listen(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => void this.#listeners.delete(listener);
	}
}
