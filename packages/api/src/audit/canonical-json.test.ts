import { schema } from "@llm-hub/db";
import { openTestDb } from "@llm-hub/db/test";
import { eq } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { storableJson } from "../testing/storable.ts";
import { canonicalJson } from "./canonical-json.ts";

const spelled = (value: unknown) => canonicalJson(JSON.parse(JSON.stringify(value)));

describe("canonicalJson", () => {
	it("spells a value as RFC 8785 does, in its own example", () => {
		const value = {
			numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
			string: "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/",
			literals: [null, true, false],
		};
		expect(canonicalJson(value)).toBe(
			'{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
		);
	});

	it("sorts names by their UTF-16 code units, as RFC 8785 orders them", () => {
		const names = ["\u20ac", "\r", "\ufb33", "1", "\u{1f600}", "\u0080", "\u00f6"];
		const sorted = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\u{1f600}", "\ufb33"];
		const value = Object.fromEntries(names.map((name) => [name, 0]));
		expect(canonicalJson(value)).toBe(`{${sorted.map((name) => `${JSON.stringify(name)}:0`).join(",")}}`);
	});

	it("is the same for a value before and after a jsonb column", async () => {
		await using opened = await openTestDb();
		const { settings } = schema;
		const json = fc.jsonValue({ maxDepth: 4 }).map((value) => storableJson(JSON.parse(JSON.stringify({ value }))));
		await fc.assert(
			fc.asyncProperty(json, async (value) => {
				await opened.db
					.insert(settings)
					.values({ key: "value", value })
					.onConflictDoUpdate({ target: settings.key, set: { value } });
				const [row] = await opened.db.select().from(settings).where(eq(settings.key, "value"));
				expect(spelled(row?.value)).toBe(spelled(value));
			}),
			{ numRuns: 100 },
		);
	});
});
