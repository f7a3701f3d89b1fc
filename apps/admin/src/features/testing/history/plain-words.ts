/** The words of an answer's Markdown without its marks: a line of it is read, not rendered. Code stays as it is. */
export const plainWords = (markdown: string): string =>
	markdown
		.split(/^[ \t]*```[^`\n]*$/m)
		.map((part, index) => (index % 2 === 1 ? part : withoutMarks(part)))
		.join("");

const withoutMarks = (text: string): string =>
	text
		// The line between a table's head and its rows.
		.replace(/^[ \t]*\|?([ \t]*:?-+:?[ \t]*\|)+([ \t]*:?-+:?)?[ \t]*$/gm, "")
		.replace(/^[ \t]*(#{1,6}|>|[-*+])[ \t]+/gm, "")
		.replace(/^[ \t]*\||\|[ \t]*$/gm, "")
		.replace(/(?<![\w`])(\*\*|`)(?=[^\s`])(.+?)(?<=[^\s`])\1(?![\w`])/g, "$2");
