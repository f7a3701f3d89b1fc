/** The words of an answer's Markdown without its marks: a line of it is read, not rendered. */
export const plainWords = (markdown: string): string =>
	markdown
		// The line between a table's head and its rows, and the fences of code.
		.replace(/^[ \t]*\|?([ \t]*:?-+:?[ \t]*\|)+([ \t]*:?-+:?)?[ \t]*$|^[ \t]*```.*$/gm, "")
		.replace(/^[ \t]*(#{1,6}|>|[-*+])[ \t]+/gm, "")
		.replace(/^[ \t]*\||\|[ \t]*$/gm, "")
		.replace(/(\*\*|`)(?=\S)(.+?)(?<=\S)\1/g, "$2");
