import { describe, expect, it } from "vitest";
import { tagsThatFit } from "./tags-that-fit.ts";

describe("what a model can do, in the width of its column", () => {
	it("hides nothing that fits", () => {
		expect(tagsThatFit(["chat", "vision", "tools"])).toEqual({ fitting: ["vision", "tools"], hidden: [] });
	});

	it("keeps room for the number of those it hides, and loses none", () => {
		const { fitting, hidden } = tagsThatFit(["chat", "vision", "tools", "json", "reasoning", "audio"]);
		expect([...fitting, ...hidden]).toEqual(["vision", "tools", "JSON", "reasoning", "audio"]);
		expect(fitting).toEqual(["vision", "tools"]);
	});

	it("names chat only where there is nothing else", () => {
		expect(tagsThatFit(["chat"])).toEqual({ fitting: ["chat"], hidden: [] });
	});
});
