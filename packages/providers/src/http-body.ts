import type { Dispatcher } from "undici";
import { cancelledFailure, tooLarge, UpstreamError } from "./http-failure.ts";
import type { Failure } from "./types.ts";

/** Above this much unread, the socket is paused until the reader has caught up. */
const highWaterMark = 256 * 1024;

interface Reader {
	onBytes: (bytes: Uint8Array) => void;
	resolve: () => void;
	reject: (error: unknown) => void;
}

/**
 * A response body between the socket that fills it and the one reader who empties it. What arrived in one read of the
 * socket is handed out as one chunk, by a plain call: a stream has thousands, and each turn of a promise costs.
 */
export class Body {
	#chunks: Buffer[] = [];
	#queued = 0;
	#received = 0;
	#ended = false;
	#failure: Failure | null = null;
	#reader: Reader | null = null;
	#isDue = false;
	readonly #maxBytes: number;
	readonly #controller: Dispatcher.DispatchController;

	constructor(controller: Dispatcher.DispatchController, maxBytes: number) {
		this.#controller = controller;
		this.#maxBytes = maxBytes;
	}

	/**
	 * Hands out the body as it comes, until its end. Only for one reader, once.
	 * @throws UpstreamError when it breaks; what `onBytes` throws, which closes the socket
	 */
	read(onBytes: (bytes: Uint8Array) => void): Promise<void> {
		return new Promise((resolve, reject) => {
			this.#reader = { onBytes, resolve, reject };
			this.#deliver();
		});
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
		this.#deliverSoon();
	}

	end(): void {
		this.#ended = true;
		this.#deliverSoon();
	}

	/** The reader still gets what arrived before. */
	fail(failure: Failure): void {
		if (this.#ended) return;
		this.#failure ??= failure;
		this.#deliverSoon();
	}

	/** Closes the socket at once and drops what was not read. */
	abort(failure: Failure): void {
		if (this.#ended || this.#failure) return;
		this.#chunks = [];
		this.#queued = 0;
		this.fail(failure);
		this.#controller.abort(new UpstreamError(failure));
	}

	/** Once the socket's read is over, which may bring more. */
	#deliverSoon(): void {
		if (this.#isDue || !this.#reader) return;
		this.#isDue = true;
		queueMicrotask(() => this.#deliver());
	}

	#deliver(): void {
		this.#isDue = false;
		const reader = this.#reader;
		if (!reader) return;
		try {
			const bytes = this.#take();
			if (bytes) reader.onBytes(bytes);
		} catch (error) {
			this.#reader = null;
			this.abort(cancelledFailure);
			reader.reject(error);
			return;
		}
		if (this.#failure) reader.reject(new UpstreamError(this.#failure));
		else if (this.#ended) reader.resolve();
	}

	#take(): Uint8Array | null {
		const [first] = this.#chunks;
		if (!first) return null;
		const bytes = this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks, this.#queued);
		this.#chunks = [];
		this.#queued = 0;
		if (this.#controller.paused) this.#controller.resume();
		return bytes;
	}
}
