import type { Answer } from "./answer.ts";

/** What stands in a frame before and after its text, quotes included. */
interface Surroundings {
	event: string | undefined;
	before: string;
	after: string;
}

/** Ends a JSON string or means something else within one, or may not stand there at all. */
const notPlain = /["\\\p{Cc}]/u;

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
			const text = data.slice(known.before.length, data.length - known.after.length);
			if (notPlain.test(text)) return false;
			answer.text(text);
			return true;
		},
		/** A frame was parsed, and this is the one text that it appended and all that it did; null when it did more or less. */
		learn(data: string, event: string | undefined, text: string | null): void {
			known = null;
			if (text === null || data.includes("\\")) return;
			const quoted = `"${text}"`;
			const at = data.indexOf(quoted);
			if (at < 0 || data.indexOf(quoted, at + 1) >= 0) return;
			known = { event, before: data.slice(0, at + 1), after: data.slice(at + quoted.length - 1) };
		},
	};
}
