import { expect, it } from "vitest";
import { fieldName } from "./field-name.ts";

it("writes a field's name as people read it, and leaves what is no name of ours", () => {
	const names = ["maxRequestsPerDay", "budgetUsd", "baseUrl", "inputPer1M", "tierCode", "Trial openai/*", "gpt-4o"];
	expect(names.map(fieldName)).toEqual([
		"max requests per day",
		"budget USD",
		"base URL",
		"input per 1M",
		"tier",
		"Trial openai/*",
		"gpt-4o",
	]);
});
