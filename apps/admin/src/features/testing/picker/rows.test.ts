import { expect, it } from "vitest";
import { rowsOf } from "./rows.ts";
import type { Model } from "./why-not.ts";

const usable = { usable: true, reason: "rule", rule: "*", tierRequired: null } as const;
const model = (id: string, usability: Model["usability"] = usable): Model =>
	({ id, displayName: id.split("/")[1], providerName: id.split("/")[0], enabled: true, usability }) as Model;
const closed = { usable: false, reason: "no_rule", rule: null, tierRequired: "professional" } as const;
const models = [model("openai/a", closed), model("openai/b"), model("anthropic/c"), model("groq/d")];
const shown = (search: string, favourites: string[] = [], recent: string[] = []) =>
	rowsOf(models, search, { favourites, recent }).map((row) => (row.kind === "group" ? `# ${row.name}` : row.model.id));

it("groups by provider, what may be used first", () => {
	expect(shown("")).toEqual(["# anthropic", "anthropic/c", "# groq", "groq/d", "# openai", "openai/b", "openai/a"]);
});

it("puts favourites and recent ones first, once each", () => {
	expect(shown("", ["groq/d"], ["groq/d", "openai/b", "gone/x"]).slice(0, 4)).toEqual([
		"# Favourites",
		"groq/d",
		"# Recent",
		"openai/b",
	]);
});

it("finds words in any order, also those of an alias", () => {
	expect(shown("B OPENAI")).toEqual(["# openai", "openai/b"]);
	// A whole id means that one first.
	expect(shown("openai/a")[1]).toBe("openai/a");
	expect(shown("nothing")).toEqual([]);
	const aliased = models.map((one) => (one.id === "groq/d" ? { ...one, aliases: "fast, house" } : one));
	expect(rowsOf(aliased, "house", { favourites: [], recent: [] })).toHaveLength(2);
});
