import { describe, expect, it } from "vitest";
import { createLog } from "./log.ts";

const logged = (write: (log: ReturnType<typeof createLog>) => unknown): string => {
	let text = "";
	write(createLog("debug", { write: (line) => (text += line) }));
	return text;
};

describe("the log", () => {
	it.each([
		"password",
		"token",
		"apiKey",
		"api_key",
		"secret",
		"authorization",
		"cookie",
		"x-api-key",
		"x-goog-api-key",
	])("redacts %s at any of three depths", (name) => {
		const text = logged((log) => log.info({ [name]: "canary", a: { [name]: "canary", b: { [name]: "canary" } } }));
		expect(text).not.toContain("canary");
		expect(text.match(/\[redacted\]/g)).toHaveLength(3);
	});

	it("drops what a failed query was given, wherever the error stands in the chain", () => {
		const query = Object.assign(new Error("Failed query: insert into t values ($1)\nparams: canary,\nmore canary"), {
			query: "insert into t values ($1)",
			params: ["canary"],
			cause: new Error("relation does not exist"),
		});
		const text = logged((log) => log.error({ err: new Error("outer", { cause: query }) }));
		expect(text).toContain("insert into t");
		expect(text).not.toContain("canary");
		expect(logged((log) => log.error({ err: query }))).not.toContain("canary");
	});
});
