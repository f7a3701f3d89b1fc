import { expect, it } from "vitest";
import { blockStarts, fencedCode } from "./markdown-blocks.ts";

const blocksOf = (text: string) => {
	const starts = blockStarts(text);
	return starts.map((start, index) => text.slice(start, starts[index + 1]).trim());
};
const sample = [
	"# Title",
	"A paragraph\nof two lines.",
	"1. one\n\n2. two\n\n   ```ts\n   const a = 1;\n\n   ```\n\n3. three",
	"```py\nprint(1)\n\nprint(2)\n```",
	"After the code.",
	"| a | b |\n|---|---|\n| 1 | 2 |",
	"- x\n- y",
	"End.",
];

it("keeps paragraphs, whole lists, tables and fenced code together", () => {
	expect(blocksOf(sample.join("\n\n"))).toEqual(sample);
	expect(blocksOf("Text:\n```js\n1\n```\nmore")).toEqual(["Text:", "```js\n1\n```", "more"]);
	expect(blocksOf("~~~\n```\nnot closed by the other\n~~~\n\nx")).toEqual([
		"~~~\n```\nnot closed by the other\n~~~",
		"x",
	]);
	expect(blocksOf("")).toEqual([""]);
});

it("never takes back a complete block, wherever the text is cut", () => {
	const text = sample.join("\n\n");
	const whole = blockStarts(text);
	for (let end = 0; end <= text.length; end++) {
		const complete = blockStarts(text.slice(0, end)).slice(0, -1);
		expect(whole.slice(0, complete.length)).toEqual(complete);
	}
});

it("goes on from the last block as if it had read everything", () => {
	const text = sample.join("\n\n");
	const whole = blockStarts(text);
	for (const [index, start] of whole.entries()) expect(blockStarts(text, start)).toEqual(whole.slice(index));
});

it.each([
	["```ts\nconst a = 1;\n```", { language: "ts", code: "const a = 1;", isClosed: true }],
	["```ts\nconst a = 1;", { language: "ts", code: "const a = 1;", isClosed: false }],
	["```\n", { language: "", code: "", isClosed: false }],
	["````md\n```\ninner\n```\n````", { language: "md", code: "```\ninner\n```", isClosed: true }],
	["just text", null],
	["`inline` code", null],
])("reads %j as fenced code or not", (block, expected) => {
	expect(fencedCode(block)).toEqual(expected);
});
