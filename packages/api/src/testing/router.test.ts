import { schema } from "@llm-hub/db";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestApi } from "../test/harness.ts";
import { ask, createLab, follow, type Lab } from "./fixtures.ts";

let lab: Lab;
beforeAll(async () => {
	lab = await createLab();
});
afterAll(() => lab[Symbol.asyncDispose]());
beforeEach(() => lab.sandbox.reset());

/** Refused means: the error, no row, and nothing that reached the provider. */
const expectNothingSpent = async (call: () => Promise<unknown>, error: Record<string, unknown>) => {
	const before = await lab.api.db.$count(schema.llmUsageLogs);
	await expect(call()).rejects.toMatchObject(error);
	expect(await lab.api.db.$count(schema.llmUsageLogs)).toBe(before);
	expect(lab.sandbox.calls).toEqual([]);
};

describe("testing.start", () => {
	it("refuses anonymous callers and viewers", async () => {
		await expectNothingSpent(() => lab.api.as(null).testing.start(ask("Hi")), { code: "UNAUTHORIZED" });
		const viewer = await lab.api.createUser("viewer");
		await expectNothingSpent(() => lab.api.as(viewer).testing.start(ask("Hi")), { code: "FORBIDDEN" });
	});

	it.each([
		["a model that nobody knows", { ...ask("Hi"), modelId: "openai/never-heard-of" }, { code: "NOT_FOUND" }],
		["a disabled model", { ...ask("Hi"), modelId: "openai/disabled" }, { code: "FORBIDDEN" }],
		["an unknown provider", { ...ask("Hi"), modelId: "nobody/gpt" }, { code: "NOT_FOUND" }],
		["no message", { ...ask("Hi"), messages: [] }, { code: "BAD_REQUEST" }],
		["only white space", ask(" \n "), { code: "BAD_REQUEST" }],
		["an endless message", ask("x".repeat(800_001)), { code: "BAD_REQUEST" }],
		["a temperature of 3", { ...ask("Hi"), parameters: { temperature: 3 } }, { code: "BAD_REQUEST" }],
		["another user's id", { ...ask("Hi"), userId: "somebody" }, { code: "BAD_REQUEST" }],
		["another host", { ...ask("Hi"), baseUrl: "http://127.0.0.1:1" }, { code: "BAD_REQUEST" }],
	])("refuses %s", async (_, input, error) => {
		await expectNothingSpent(() => lab.api.as(lab.user).testing.start(input as never), error);
	});

	it("says that a provider has no key", async () => {
		const [model] = await lab.api.db.select().from(schema.llmModels).limit(1);
		await lab.api.db.insert(schema.llmModels).values({ ...model!, id: "mistral/x", providerType: "mistral" });
		await expectNothingSpent(() => lab.api.as(lab.user).testing.start(ask("Hi", "mistral/x")), {
			code: "SERVICE_UNAVAILABLE",
		});
	});

	it("holds the runs a minute", async () => {
		await using strict = await createTestApi({ runsPerMinute: 2 });
		const user = await strict.createUser("user");
		for (let i = 0; i < 2; i++) {
			await expect(strict.as(user).testing.start(ask("Hi"))).rejects.toMatchObject({ code: "NOT_FOUND" });
		}
		await expect(strict.as(user).testing.start(ask("Hi"))).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS" });
	});
});

describe("somebody else's run", () => {
	it("cannot be followed, stopped or read, not even by an admin", async () => {
		const { runId } = await lab.api.as(lab.user).testing.start(ask("Mine"));
		await follow(lab.api, lab.user, runId);
		for (const role of ["user", "admin"] as const) {
			const other = await lab.api.createUser(role);
			const notFound = { code: "NOT_FOUND" };
			await expect(follow(lab.api, other, runId)).rejects.toThrow(/no run/);
			await expect(lab.api.as(other).testing.cancel({ runId })).rejects.toMatchObject(notFound);
			await expect(lab.api.as(other).testing.byId({ runId })).rejects.toMatchObject(notFound);
			expect((await lab.api.as(other).testing.history({})).tests).toEqual([]);
			const stream = (await lab.api.as(other).testing.events({ runId })) as AsyncIterable<unknown>;
			await expect(stream[Symbol.asyncIterator]().next()).rejects.toMatchObject(notFound);
		}
	});
});

describe("testing.history", () => {
	it("lists newest first, by pages, with the total", async () => {
		const user = await lab.api.createUser("user");
		for (const prompt of ["first", "second", "third"]) {
			const { runId } = await lab.api.as(user).testing.start(ask(prompt));
			await follow(lab.api, user, runId);
		}
		const page = await lab.api.as(user).testing.history({ limit: 2, offset: 1 });
		expect(page.total).toBe(3);
		expect(page.tests.map((test) => test.messages[0]?.content)).toEqual(["second", "first"]);
		await expect(lab.api.as(user).testing.history({ limit: 101 })).rejects.toMatchObject({ code: "BAD_REQUEST" });
		await expect(lab.api.as(null).testing.history({})).rejects.toMatchObject({ code: "UNAUTHORIZED" });
	});
});

describe("testing.templates", () => {
	it("are the ten that people's scripts name, readable by anybody", async () => {
		const templates = await lab.api.as(null).testing.templates.list();
		expect(Object.fromEntries(templates.map(({ id, category }) => [id, category]))).toEqual({
			"explain-quantum": "explanation",
			"write-poem": "creative",
			"code-function": "coding",
			"analyze-sentiment": "analysis",
			"logic-puzzle": "reasoning",
			"summarize-text": "summarization",
			"translate-language": "translation",
			"math-problem": "mathematics",
			"brainstorm-ideas": "creative",
			"role-play": "conversation",
		});
		const checkable = templates.filter(({ expectedAnswer }) => expectedAnswer !== null).map(({ id }) => id);
		expect(checkable).toEqual(["logic-puzzle", "math-problem"]);
	});
});
