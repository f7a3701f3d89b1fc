import { createParser } from "eventsource-parser";

/** One message of a body as text: an event's data, or one JSON value. */
export interface Frame {
	data: string;
	/** The SSE event's name, if it has one. */
	event?: string;
	/** The body ended inside it: it may be half a message. */
	isCut?: boolean;
}

/** Takes the decoded text of a body piece by piece and hands out its messages. */
export interface Framing {
	push(text: string): Frame[];
	/** What the body left unfinished. */
	end(): Frame[];
}

/** Server-sent events; a line of bare JSON between them, as some proxies send their errors, counts as one. */
export function sseFraming(): Framing {
	let frames: Frame[] = [];
	const parser = createParser({
		onEvent: ({ data, event }) => {
			frames.push({ data, event });
		},
		onError: ({ line }) => {
			if (line?.startsWith("{")) frames.push({ data: line });
		},
	});
	const take = (): Frame[] => {
		const taken = frames;
		frames = [];
		return taken;
	};
	return {
		push: (text) => {
			parser.feed(text);
			return take();
		},
		end: () => {
			// A last event without its empty line is complete for every sender but one that was cut off.
			parser.feed("\n\n");
			return take().map((frame) => ({ ...frame, isCut: true }));
		},
	};
}

/** JSON values one after another, whatever stands between them: one object, NDJSON, or the elements of one array. */
export function jsonFraming(): Framing {
	let pieces: string[] = [];
	let depth = 0;
	let inString = false;
	let isEscaped = false;
	let isFirst = true;

	const push = (text: string): Frame[] => {
		const frames: Frame[] = [];
		let start = 0;
		for (let at = 0; at < text.length; at++) {
			const char = text[at];
			if (inString) {
				if (isEscaped) isEscaped = false;
				else if (char === "\\") isEscaped = true;
				else if (char === '"') inString = false;
			} else if (char === '"') inString = true;
			else if (char === "{" || char === "[") {
				// The outermost array is a stream of its elements.
				if (isFirst && char === "[") isFirst = false;
				else if (depth++ === 0) start = at;
				isFirst = false;
			} else if ((char === "}" || char === "]") && depth > 0 && --depth === 0) {
				frames.push({ data: [...pieces, text.slice(start, at + 1)].join("") });
				pieces = [];
			}
		}
		if (depth > 0) pieces.push(text.slice(start));
		return frames;
	};
	return { push, end: () => [] };
}
