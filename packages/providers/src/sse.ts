import { createParser } from "eventsource-parser";

/** One message of a body as text: an event's data, or one JSON value. */
export interface Frame {
	data: string;
	/** The SSE event's name, if it has one. */
	event?: string;
	/** The body ended inside it: it may be half a message. */
	isCut?: boolean;
}

/** Takes the decoded text of a body piece by piece and hands out its messages, each before it reads on. */
export interface Framing {
	push(text: string): void;
	/** Hands out what the body left unfinished. */
	end(): void;
}

/** Goes past what it reads by itself: from where an event begins to where the next one does. */
type Skip = (text: string, at: number) => number;

/** Server-sent events; a line of bare JSON between them, as some proxies send their errors, counts as one. */
export function sseFraming(onFrame: (frame: Frame) => void, skip: Skip): Framing {
	let isCut = false;
	const parser = createParser({
		onEvent: ({ data, event }) => onFrame({ data, event, isCut }),
		onError: ({ line }) => {
			if (line?.startsWith("{")) onFrame({ data: line, isCut });
		},
	});
	let isBetween = true;
	return {
		push: (text) => {
			for (let at = 0; at < text.length; ) {
				if (isBetween) at = skip(text, at);
				const emptyLine = text.indexOf("\n\n", at);
				const end = emptyLine < 0 ? text.length : emptyLine + 2;
				if (at < end) {
					parser.feed(text.slice(at, end));
					isBetween = emptyLine >= 0;
				}
				at = end;
			}
		},
		end: () => {
			// A last event without its empty line is complete for every sender but one that was cut off.
			isCut = true;
			parser.feed("\n\n");
		},
	};
}

/** JSON values one after another, whatever stands between them: one object, NDJSON, or the elements of one array. */
export function jsonFraming(onFrame: (frame: Frame) => void): Framing {
	let pieces: string[] = [];
	let depth = 0;
	let inString = false;
	let isEscaped = false;
	let isFirst = true;

	const push = (text: string): void => {
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
				onFrame({ data: [...pieces, text.slice(start, at + 1)].join("") });
				pieces = [];
			}
		}
		if (depth > 0) pieces.push(text.slice(start));
	};
	return { push, end: () => {} };
}
