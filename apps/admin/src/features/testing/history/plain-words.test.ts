import { expect, it } from "vitest";
import { plainWords } from "./plain-words.ts";

const told = (markdown: string) => plainWords(markdown).split(/\s+/).filter(Boolean).join(" ");

it("leaves out the marks of headings, emphasis, lists, code and tables", () => {
	expect(told("# Heading\n\n**Bold** and `code`\n\n- one\n> two")).toBe("Heading Bold and code one two");
	expect(told("```ts\nconst a = 1;\n```\nDone")).toBe("const a = 1; Done");
	expect(told("Run:\n```py\n# Sort\nx = 2**3**4\n```\n**Done**")).toBe("Run: # Sort x = 2**3**4 Done");
	expect(told("| a | b |\n|---|:-:|\n| 1 | 2 |")).toBe("a | b 1 | 2");
});

it("keeps what only looks like a mark, and what is cut off in the middle", () => {
	for (const words of [
		"2 ** 3 ** 4",
		"a * b",
		"#1 of -3",
		"__init__",
		"x || y",
		"so **far",
		"2**3**4",
		'```{"a":1}```',
	])
		expect(told(words)).toBe(words);
});
