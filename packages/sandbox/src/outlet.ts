import type { ServerResponse } from "node:http";
import { setImmediate as nextTurn } from "node:timers/promises";

/** Text gathered before it is written when nothing paces the stream; near what a socket takes at once. */
const gatherChars = 16_384;

/** One response being written: gathers text, splits bytes where told, and ends every wait when the client leaves. */
export class Outlet {
	closed = false;
	#pending = "";
	#bytes: Buffer = Buffer.alloc(0);
	#wake: (() => void) | null = null;
	readonly #response: ServerResponse;
	readonly #splitBytes: number;

	constructor(response: ServerResponse, splitBytes = 0) {
		this.#response = response;
		this.#splitBytes = splitBytes;
		response.once("close", () => {
			this.closed = true;
			this.#wake?.();
		});
	}

	add(text: string): void {
		this.#pending += text;
	}

	get full(): boolean {
		return this.#pending.length >= gatherChars;
	}

	/** Hands what was gathered to the socket and waits while the client cannot take more. */
	async flush(last = false): Promise<void> {
		if (this.#splitBytes > 0) return this.#flushSplit(last);
		if (this.#pending === "" || this.closed) return;
		const text = this.#pending;
		this.#pending = "";
		if (!this.#response.write(text)) await this.#drained();
	}

	async #flushSplit(last: boolean): Promise<void> {
		const bytes = Buffer.concat([this.#bytes, Buffer.from(this.#pending)]);
		this.#pending = "";
		const size = this.#splitBytes;
		let from = 0;
		for (; bytes.length - from >= size || (last && from < bytes.length); from += size) {
			await this.writeAlone(bytes.subarray(from, from + size));
			if (this.closed) return;
		}
		this.#bytes = bytes.subarray(Math.min(from, bytes.length));
	}

	/** Writes bytes as one piece, and lets the loop turn so that the next piece is not glued to it. */
	async writeAlone(bytes: Buffer): Promise<void> {
		if (this.closed) return;
		if (!this.#response.write(bytes)) await this.#drained();
		await nextTurn();
	}

	#drained(): Promise<void> {
		return this.wait((resume) => {
			this.#response.once("drain", resume);
			return () => this.#response.off("drain", resume);
		});
	}

	/** Waits until `begin` calls its argument, or the client leaves; `begin` returns how to undo itself. */
	async wait(begin: (resume: () => void) => () => void): Promise<void> {
		if (this.closed) return;
		await new Promise<void>((resolve) => {
			const undo = begin(resolve);
			this.#wake = () => {
				undo();
				resolve();
			};
		});
		this.#wake = null;
	}

	sleep(ms: number): Promise<void> {
		if (ms <= 0) return Promise.resolve();
		return this.wait((resume) => {
			const timer = setTimeout(resume, ms);
			return () => clearTimeout(timer);
		});
	}

	until(promise: Promise<void>): Promise<void> {
		return this.wait((resume) => {
			void promise.then(resume);
			return () => {};
		});
	}

	/** Waits for the client to leave. */
	gone(): Promise<void> {
		return this.wait(() => () => {});
	}
}
