import type { Failure, FinishReason, Price, ProviderType, ToolCall, Usage } from "@llm-hub/providers";
import type { EndRow } from "./run-view.ts";
import { storableJson, storableText } from "./storable.ts";

/** How the upstream call ended, before it is priced. */
export type CallEnd =
	| { state: "success"; finishReason: FinishReason; reportedModel: string | null; upstreamId: string | null }
	| { state: "failed"; failure: Failure }
	| { state: "cancelled"; finishReason: "cost_cap" | null };

/** What a run is and where its money goes; fixed when it starts. */
export interface RunFacts {
	id: string;
	userId: string;
	modelId: string;
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
	toolCalls: ToolCall[] = [];
	usage: Usage | null = null;
	/** The request reached the provider: from here on it may bill. */
	isSent = false;
	/** Set once: this process no longer carries the run, and its row says how it ended. */
	isOver = false;
	/** The row as this process ended it; null while it runs, or when another had ended it. */
	ended: EndRow | null = null;
	ttftMs: number | null = null;
	/** Why it was stopped, where nobody asked for it. */
	cutReason: "cost_cap" | null = null;
	readonly #controller = new AbortController();
	readonly #startedAt = performance.now();
	#bell = newBell();

	constructor(readonly facts: RunFacts) {}

	get signal(): AbortSignal {
		return this.#controller.signal;
	}

	/** Milliseconds since the run began. */
	elapsedMs(): number {
		return Math.round(performance.now() - this.#startedAt);
	}

	/** Closes the upstream; the run then ends as cancelled, with the cost of what was done. */
	cancel(): void {
		this.#controller.abort();
	}

	/** The same, because its cost cap is used up. */
	cut(): void {
		this.cutReason = "cost_cap";
		this.cancel();
	}

	addToolCall(call: ToolCall): void {
		this.toolCalls.push(storableJson(call));
		this.ring();
	}

	append(part: "text" | "reasoning", text: string): void {
		this.ttftMs ??= this.elapsedMs();
		this[part] += storableText(text);
		this.ring();
	}

	/** Tells every follower that something changed. */
	ring(): void {
		const { resolve } = this.#bell;
		this.#bell = newBell();
		resolve();
	}

	/** Resolves at the next change. */
	changed(): Promise<void> {
		return this.#bell.promise;
	}
}

function newBell(): { promise: Promise<void>; resolve: () => void } {
	let resolve = (): void => {};
	const promise = new Promise<void>((done) => {
		resolve = done;
	});
	return { promise, resolve };
}
