import type { Dispatcher } from "undici";
import { cancelledFailure, tooLarge, UpstreamError } from "./http-failure.ts";
import type { Failure } from "./types.ts";

/** Above this much unread, the socket is paused until the reader has caught up. */
const highWaterMark = 256 * 1024;

/**
 * A response body between the socket that fills it and the one reader that empties it. What arrived in one read of the
 * socket is handed out as one chunk, so that a reader is woken once a read and not once a frame.
 */
export class Body implements AsyncIterableIterator<Uint8Array> {
	#chunks: Buffer[] = [];
	#queued = 0;
	#received = 0;
	#ended = false;
	#failure: Failure | null = null;
	#wake: (() => void) | null = null;
	readonly #maxBytes: number;
	readonly #controller: Dispatcher.DispatchController;

	constructor(controller: Dispatcher.DispatchController, maxBytes: number) {
		this.#controller = controller;
		this.#maxBytes = maxBytes;
	}

	push(chunk: Buffer): void {
		if (this.#ended || this.#failure) return;
		this.#received += chunk.length;
		if (this.#received > this.#maxBytes) {
			this.abort(tooLarge(this.#maxBytes));
			return;
		}
		this.#chunks.push(chunk);
		this.#queued += chunk.length;
		if (this.#queued > highWaterMark) this.#controller.pause();
		this.#wakeReader();
	}

	end(): void {
		this.#ended = true;
		this.#wakeReader();
	}

	/** The reader still gets what arrived before. */
	fail(failure: Failure): void {
		if (this.#ended) return;
		this.#failure ??= failure;
		this.#wakeReader();
	}

	/** Closes the socket at once and drops what was not read. */
	abort(failure: Failure): void {
		if (this.#ended || this.#failure) return;
		this.#chunks = [];
		this.#queued = 0;
		this.fail(failure);
		this.#controller.abort(new UpstreamError(failure));
	}

	async next(): Promise<IteratorResult<Uint8Array, undefined>> {
		for (;;) {
			const [first] = this.#chunks;
			if (first) {
				const value = this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks, this.#queued);
				this.#chunks = [];
				this.#queued = 0;
				if (this.#controller.paused) this.#controller.resume();
				return { done: false, value };
			}
			if (this.#failure) throw new UpstreamError(this.#failure);
			if (this.#ended) return { done: true, value: undefined };
			await new Promise<void>((resolve) => {
				this.#wake = resolve;
			});
		}
	}

	/** A reader that leaves early wants no more of it. */
	async return(): Promise<IteratorResult<Uint8Array, undefined>> {
		this.abort(cancelledFailure);
		return { done: true, value: undefined };
	}

	[Symbol.asyncIterator](): this {
		return this;
	}

	#wakeReader(): void {
		const wake = this.#wake;
		this.#wake = null;
		wake?.();
	}
}
