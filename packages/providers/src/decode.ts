import { StringDecoder } from "node:string_decoder";
import { Answer, type Reader } from "./answer.ts";
import { cutOffFailure, notApiFailure } from "./failures.ts";
import { parseJson } from "./json.ts";
import { type Frame, type Framing, jsonFraming, sseFraming } from "./sse.ts";
import { createTextFrames } from "./text-frames.ts";
import type { ChatEvent, Failure } from "./types.ts";
import type { ProviderType } from "./vocabulary.ts";

/** Turns the bytes of one answer into events. The cuts between the pieces make no difference to the sum of them. */
export interface Decoder {
	/** The text and reasoning in these bytes. Never throws. */
	push(bytes: Uint8Array): ChatEvent[];
	/** The provider said that nothing follows. */
	readonly isEnded: boolean;
	/** It makes no sense to read on. */
	readonly isFailed: boolean;
	/** It is not whole, whatever the provider says: we did not take all of it. */
	fail(failure: Failure): void;
	/** Ends the answer, at the end of the body or with the reason why it was left: the rest, then one finish or failed. */
	close(failure?: Failure): ChatEvent[];
}

export function decodeAnswer(provider: ProviderType, reader: Reader): Decoder {
	const text = new StringDecoder("utf8");
	const answer = new Answer();
	const textFrames = createTextFrames(answer);
	let framing: Framing | null = null;
	let isEnded = false;

	const readFrame = ({ data, event, isCut }: Frame): void => {
		if (answer.isFailed || textFrames.take(data, event)) return;
		if (data.trim() === "[DONE]") {
			answer.end();
			return;
		}
		const message = parseJson(data);
		if (message !== undefined) {
			const text = answer.onlyTextOf(() => reader.read(message, answer, event));
			textFrames.learn(data, event, text);
		}
		// A ping may say anything; a broken message is not skipped, because text would be missing.
		else if (!isCut && /^\s*[{[]/.test(data)) answer.fail(notApiFailure(provider));
	};

	/** White space is sent to keep connections alive; what follows it tells what the body is, whatever its content type. */
	const framingFor = (first: string): Framing | null => {
		if (first === "<") return null;
		return first === "{" || first === "[" ? jsonFraming(readFrame) : sseFraming(readFrame, textFrames.takeFrom);
	};

	const feed = (piece: string): void => {
		let rest = piece;
		if (!framing) {
			// A byte order mark is white space as well.
			rest = piece.trimStart();
			const first = rest[0];
			if (first === undefined || answer.isFailed) return;
			framing = framingFor(first);
			if (!framing) answer.fail(notApiFailure(provider));
		}
		framing?.push(rest);
	};

	return {
		push(bytes) {
			feed(text.write(bytes));
			return answer.drain();
		},
		get isEnded() {
			return answer.isEnded;
		},
		get isFailed() {
			return answer.isFailed;
		},
		fail: (failure) => answer.fail(failure),
		close(failure) {
			if (isEnded) return [];
			isEnded = true;
			feed(text.end());
			framing?.end();
			// The last message came whole, so whatever broke the connection after it broke nothing.
			if (failure && !answer.isEnded) answer.fail(failure);
			return answer.close(cutOffFailure(provider));
		},
	};
}
