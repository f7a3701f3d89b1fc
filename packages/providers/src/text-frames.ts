import type { Answer } from "./answer.ts";
import { parseJson } from "./json.ts";

/** What stands in a frame before and after its text, quotes included, and the same as an event stream writes it. */
interface Surroundings {
	event: string | undefined;
	before: string;
	after: string;
	rawBefore: string;
	rawAfter: string;
}

/** Ends a JSON string, means something else within it, or may not stand there at all. */
const special = /["\\\p{Cc}]/u;

/** What a JSON string says with this between its quotes; null where that is no JSON string. */
function textOf(inside: string): string | null {
	if (!special.test(inside)) return inside;
	const text = parseJson(`"${inside}"`);
	return typeof text === "string" ? text : null;
}

/** Where the first quote stands that no backslash is before, or -1. */
function quoteFrom(stream: string, start: number): number {
	let end = stream.indexOf('"', start);
	while (end > start && stream[end - 1] === "\\") end = stream.indexOf('"', end + 1);
	return end;
}

/**
 * Reads the frames of a stream that differ from the one before in their text alone without parsing them: most do. A frame
 * is taken as a model only when its reading did nothing but append one text, which stands in it once and has no escape
 * anywhere: then another text at that place reads the same, whatever the rest means.
 */
export function createTextFrames(answer: Answer) {
	let known: Surroundings | null = null;
	return {
		/** Appends the frame's text and returns true when it is such a frame. */
		take(data: string, event: string | undefined): boolean {
			if (!known || known.event !== event || data.length <= known.before.length + known.after.length) return false;
			if (!data.startsWith(known.before) || !data.endsWith(known.after)) return false;
			const text = textOf(data.slice(known.before.length, data.length - known.after.length));
			if (text === null) return false;
			answer.text(text);
			return true;
		},
		/**
		 * Takes such frames from an event stream as it came, one after the other.
		 * @param at where in `stream` an event begins
		 * @returns where the first event begins that was not taken
		 */
		takeFrom(stream: string, at: number): number {
			if (!known || answer.isFailed) return at;
			const { rawBefore, rawAfter } = known;
			let next = at;
			// Slices are compared by the word, where `startsWith` goes character by character.
			while (stream.slice(next, next + rawBefore.length) === rawBefore) {
				const start = next + rawBefore.length;
				const end = quoteFrom(stream, start);
				if (end < 0 || stream.slice(end, end + rawAfter.length) !== rawAfter) break;
				const text = textOf(stream.slice(start, end));
				if (text === null) break;
				answer.text(text);
				next = end + rawAfter.length;
			}
			return next;
		},
		/** A frame was parsed, and this is the one text that it appended and all that it did; null when it did more or less. */
		learn(data: string, event: string | undefined, text: string | null): void {
			// What only appends a text leaves the meaning of the others as it was.
			if (text !== null && known && data.includes("\\")) return;
			known = null;
			if (text === null || data.includes("\\")) return;
			const quoted = `"${text}"`;
			const at = data.indexOf(quoted);
			if (at < 0 || data.indexOf(quoted, at + 1) >= 0) return;
			const [before, after] = [data.slice(0, at + 1), data.slice(at + quoted.length - 1)];
			const rawBefore = `${event === undefined ? "" : `event: ${event}\n`}data: ${before}`;
			known = { event, before, after, rawBefore, rawAfter: `${after}\n\n` };
		},
	};
}
