import { expect, it } from "vitest";
import { paths, safeNext } from "./paths.ts";

it.each([
	["/admin/llm-hub/testing?runs=a", "/admin/llm-hub/testing?runs=a"],
	[null, paths.catalog],
	["https://elsewhere.example", paths.catalog],
	["//elsewhere.example", paths.catalog],
	["/\\elsewhere.example", paths.catalog],
	["/.//elsewhere.example", paths.catalog],
	["/a/..//elsewhere.example", paths.catalog],
	["/%2e//elsewhere.example", paths.catalog],
	["/\t/elsewhere.example", paths.catalog],
	["/.\\\\elsewhere.example", paths.catalog],
	["admin/account", paths.catalog],
	["/admin/./account#x", "/admin/account#x"],
	["javascript:alert(1)", paths.catalog],
])("after sign-in, %s leads to %s", (next, target) => {
	expect(safeNext(next)).toBe(target);
});

it("keeps a model id's slashes and encodes the rest", () => {
	expect(paths.model("openrouter/meta/llama-3:free?x#y")).toBe(
		"/admin/llm-hub/catalog/openrouter/meta/llama-3%3Afree%3Fx%23y",
	);
});
