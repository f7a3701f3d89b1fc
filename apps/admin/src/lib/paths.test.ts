import { expect, it } from "vitest";
import { paths, safeNext } from "./paths.ts";

it.each([
	["/admin/llm-hub/testing?runs=a", "/admin/llm-hub/testing?runs=a"],
	[null, paths.catalog],
	["https://elsewhere.example", paths.catalog],
	["//elsewhere.example", paths.catalog],
	["/\\elsewhere.example", paths.catalog],
	["javascript:alert(1)", paths.catalog],
])("after sign-in, %s leads to %s", (next, target) => {
	expect(safeNext(next)).toBe(target);
});

it("keeps a model id's slashes and encodes the rest", () => {
	expect(paths.model("openrouter/meta/llama-3:free?x#y")).toBe(
		"/admin/llm-hub/catalog/openrouter/meta/llama-3%3Afree%3Fx%23y",
	);
});
