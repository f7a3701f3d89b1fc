const item = /^ {0,3}([-*+]|\d{1,9}[.)])[ \t]/;
const opening = /^\s*(`{3,}|~{3,})/;
/** The beginning of a line that could still become an item or a fence. */
const undecided = /^\s*(\d{0,9}[.)]?|[-*+]{0,3}|`{0,2}|~{0,2})\s?$/;

/**
 * Where the top-level blocks of Markdown begin, from `from` (a block's beginning) on: paragraphs, whole lists, fenced
 * code. Text may end anywhere, for it is still being written: every block but the last is complete and will not change.
 */
export function blockStarts(text: string, from = 0): number[] {
	const starts = [from];
	let fence: string | null = null;
	let isAfterGap = false;
	let isList = false;
	for (let start = from; start < text.length; ) {
		const newline = text.indexOf("\n", start);
		const isWhole = newline !== -1;
		const line = text.slice(start, isWhole ? newline : text.length);
		const begin = start;
		start = isWhole ? newline + 1 : text.length;
		if (fence !== null) {
			const closing: string = line.trim();
			if (!closing.startsWith(fence) || closing.replaceAll(fence.charAt(0), "") !== "") continue;
			fence = null;
			isAfterGap = !isList;
			continue;
		}
		if (line.trim() === "") {
			isAfterGap = true;
			continue;
		}
		const opened = opening.exec(line)?.[1];
		const continuesList = isList && (item.test(line) || /^(?: {2}|\t)/.test(line));
		const isNew = !continuesList && (isAfterGap || (opened !== undefined && !isList));
		if (begin > from && isNew) {
			if (!isWhole && undecided.test(line)) break;
			starts.push(begin);
		}
		if (begin === from || isNew) isList = item.test(line);
		if (opened !== undefined) fence = opened;
		isAfterGap = false;
	}
	return starts;
}

/** Fenced code as it stands, closed or still being written; null for any other block. */
export function fencedCode(block: string): { language: string; code: string; isClosed: boolean } | null {
	const head = /^ {0,3}(`{3,}|~{3,})[ \t]*([^\s`]*)[^\n`]*(?:\n|$)/.exec(block);
	if (!head) return null;
	const [{ length }, fence = "", language = ""] = head;
	const body = block.slice(length).replace(/\n+$/, "");
	const lastLine = body.slice(body.lastIndexOf("\n") + 1).trim();
	const isClosed = lastLine.startsWith(fence) && lastLine.replaceAll(fence.charAt(0), "") === "";
	return { language, code: isClosed ? body.slice(0, Math.max(0, body.lastIndexOf("\n"))) : body, isClosed };
}
