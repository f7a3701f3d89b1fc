import { describe, expect, test } from "vitest";
import { growArguments } from "./google-arguments.ts";

const grown = (...parts: unknown[]) => {
	const args = {};
	for (const part of parts) growArguments(args, part);
	return args;
};

describe("growArguments", () => {
	test("grows strings, sets the rest, and makes lists and objects on the way", () => {
		expect(
			grown(
				{ jsonPath: "$.names[0]", stringValue: "An" },
				{ jsonPath: "$.names[0]", stringValue: "na" },
				{ jsonPath: "$.names[1]", stringValue: "Bo" },
				{ jsonPath: "$.at.hour", numberValue: 7 },
				{ jsonPath: "$.late", boolValue: false },
				{ jsonPath: "$.note", nullValue: "NULL_VALUE" },
			),
		).toEqual({ names: ["Anna", "Bo"], at: { hour: 7 }, late: false, note: null });
	});

	test.each(["", "$", "$..a", "$.a[x]", "a.b", "$.a[99999999]", null, 7])(
		"a path of %j changes nothing",
		(jsonPath) => {
			expect(JSON.stringify(grown({ jsonPath, stringValue: "x" }))).toMatch(/^\{("a":\[\])?\}$/);
		},
	);

	test("a name that every object has is a name like others", () => {
		const args = grown({ jsonPath: "$.__proto__.polluted", stringValue: "yes" });
		expect(JSON.stringify(args)).toBe('{"__proto__":{"polluted":"yes"}}');
		expect("polluted" in {}).toBe(false);
	});

	test("a list is not taken for an object", () => {
		const list = { jsonPath: "$.list[0]", stringValue: "a" };
		expect(grown(list, { jsonPath: "$.list.length", stringValue: "9" })).toEqual({ list: ["a"] });
		expect(grown({ jsonPath: "$.text", stringValue: "a" }, { jsonPath: "$.text[0]", stringValue: "b" })).toEqual({
			text: ["b"],
		});
	});
});
