import { expect, it } from "vitest";
import { prettyJson } from "./pretty-json.ts";

it.each([
	['{"a":1}', '{\n  "a": 1\n}'],
	["[1]", "[\n  1\n]"],
	['```json\n{"a":1}\n```', '{\n  "a": 1\n}'],
	['Here it is: {"a":1}', null],
	['{"a":1', null],
	["42", null],
])("takes %j for JSON only when all of it is", (text, expected) => {
	expect(prettyJson(text)).toBe(expected);
});
