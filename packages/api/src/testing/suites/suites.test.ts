import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "../../context.ts";
import type { Caller, TestApi } from "../../test/harness.ts";
import { createLab, type Lab, userContext } from "../fixtures.ts";
import { followSuite } from "./follow-suite.ts";
import type { SuiteEvent } from "./schema.ts";

let lab: Lab;
beforeAll(async () => {
	lab = await createLab();
});
afterAll(() => lab[Symbol.asyncDispose]());
afterEach(() => lab.sandbox.reset());

type Suites = Caller["testing"]["suites"];
type Made = Parameters<Suites["create"]>[0];
const suites = (actor: UserActor = lab.user, api: TestApi = lab.api): Suites => api.as(actor).testing.suites;
const wanted = (more: Partial<Made> = {}): Made => ({
	suiteId: crypto.randomUUID(),
	name: "Which one",
	templates: [{ templateId: "logic-puzzle" }],
	modelIds: ["openai/priced"],
	...more,
});
const chatCalls = () => lab.sandbox.calls.filter(({ kind }) => kind === "chat");

/** Follows a suite to its end. */
async function toEnd(suiteId: string, { actor = lab.user, api = lab.api, lastEventId = "" } = {}) {
	const seen: { id: string; event: SuiteEvent }[] = [];
	for await (const one of followSuite(userContext(api, actor), { suiteId, lastEventId })) seen.push(one);
	return seen;
}

describe("a suite", () => {
	it("runs every template on every model, again and again, and says what came of it", async () => {
		lab.sandbox.script(Array.from({ length: 12 }, (_, i) => ({ text: i % 2 === 0 ? "So it is\nCleo" : "Nobody" })));
		const input = wanted({
			templates: [{ templateId: "logic-puzzle" }, { templateId: "write-poem" }],
			modelIds: ["openai/priced", "openai/unpriced"],
			repeats: 3,
			concurrency: 2,
		});
		const made = await suites().create(input);
		expect(made).toMatchObject({ state: "running", cells: 12, isOwn: true, capUsd: null });
		const events = await toEnd(input.suiteId, { lastEventId: made.lastEventId });
		expect(events.at(-1)?.event.progress).toMatchObject({ state: "done", states: { done: 12 } });
		expect(chatCalls()).toHaveLength(12);
		const suite = await suites().byId({ suiteId: input.suiteId });
		const [priced, unpriced] = suite.matrix.models;
		expect(priced).toMatchObject({ modelId: "openai/priced", cells: 6, judged: 3, unpriced: 0 });
		expect(unpriced).toMatchObject({ cells: 6, judged: 3, unpriced: 6, costPerPassUsd: null, costUsd: "0" });
	});
});
