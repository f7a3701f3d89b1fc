import { schema } from "@llm-hub/db";
import { createHold } from "@llm-hub/sandbox";
import { eq, inArray } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ask, createLab, type Lab, textOf, userContext } from "../fixtures.ts";
import { followRuns } from "../follow-runs.ts";
import type { RunsEvents } from "../schema.ts";

const { labGroupMembers, labGroups, llmUsageLogs, testRuns } = schema;

let lab: Lab;
beforeAll(async () => {
	lab = await createLab();
});
afterAll(() => lab[Symbol.asyncDispose]());
afterEach(() => lab.sandbox.reset());

const groupOf = (content: string, modelIds: string[], groupId: string = crypto.randomUUID()) => {
	const { modelId: _, ...asked } = ask(content);
	return { ...asked, groupId, modelIds };
};
const start = (content: string, modelIds: string[], more = {}) =>
	lab.api.as(lab.user).testing.groups.start({ ...groupOf(content, modelIds), ...more });
const both = ["openai/priced", "openai/unpriced"];
const runIdsOf = ({ members }: { members: { runId: string | null }[] }) =>
	members.flatMap(({ runId }) => (runId === null ? [] : [runId]));
const chatCalls = () => lab.sandbox.calls.filter(({ kind }) => kind === "chat");

type Batch = { id: string; events: RunsEvents };
async function collect(
	runIds: string[],
	options: { api?: Lab["api"]; lastEventId?: string; until?: () => unknown } = {},
) {
	const { api = lab.api, lastEventId, until } = options;
	const leaving = new AbortController();
	const seen: Batch[] = [];
	for await (const batch of followRuns(userContext(api, lab.user), { runIds, lastEventId }, leaving.signal)) {
		seen.push(batch);
		if (until?.()) leaving.abort();
	}
	return seen;
}
const textsOf = (batches: Batch[], count: number) =>
	Array.from({ length: count }, (_, run) =>
		textOf(
			batches.flatMap(({ events }) =>
				events.flatMap((tagged) =>
					tagged.run === run && tagged.event.type !== "missing" ? [{ event: tagged.event }] : [],
				),
			),
		),
	);
const endsOf = (batches: Batch[]) =>
	batches
		.flatMap(({ events }) => events)
		.filter(({ event }) => ["done", "failed", "cancelled", "veiled", "missing"].includes(event.type));

describe("a group", () => {
	it("starts each model or says why not, in its place", async () => {
		const group = await start("Say hello", ["openai/priced", "openai/disabled", "openai/never-heard-of", "mistral/x"]);
		expect(group.members.map(({ modelId }) => modelId)).toEqual([
			"openai/priced",
			"openai/disabled",
			"openai/never-heard-of",
			"mistral/x",
		]);
		expect(group.members.map(({ refusal }) => refusal?.kind ?? null)).toEqual([
			null,
			"disabled",
			"unknown_model",
			"unknown_model",
		]);
		expect(group.members[0]?.runId).toEqual(expect.any(String));
		expect(group.members[1]).toMatchObject({ runId: null, refusal: { message: expect.stringMatching(/disabled/) } });
		expect(group).toMatchObject({ isRevealed: true, vote: null, asked: { messages: [{ content: "Say hello" }] } });
		await collect(runIdsOf(group));
		expect(chatCalls()).toHaveLength(1);
	});

	it("says of each refusal what mends it", async () => {
		const trial = await lab.api.createUser("user", { tierCode: "trial" });
		const [model] = await lab.api.db.select().from(schema.llmModels).limit(1);
		await lab.api.db.insert(schema.llmModels).values({ ...model!, id: "groq/x", providerType: "groq" });
		const group = await lab.api.as(trial).testing.groups.start(groupOf("Hi", ["openai/priced", "groq/x"]));
		expect(group.members.map(({ refusal }) => refusal?.kind)).toEqual(["not_allowed", "no_key"]);
		expect(group.members[0]?.refusal?.message).toMatch(/tier/i);
		expect(lab.sandbox.calls).toEqual([]);
	});

	it("starts once, however often it is sent, and is found by its id from any server", async () => {
		const input = groupOf("Only once", both);
		const groups = await Promise.all([1, 2, 3].map(() => lab.api.as(lab.user).testing.groups.start(input)));
		const { groupId } = input;
		const other = lab.api.secondServer();
		const found = await other.as(lab.user).testing.groups.byId({ groupId });
		await collect(runIdsOf(found));
		expect(chatCalls()).toHaveLength(2);
		expect(await lab.api.db.$count(labGroupMembers, eq(labGroupMembers.groupId, groupId))).toBe(2);
		expect(groups.every((group) => group.groupId === groupId)).toBe(true);
		await other.close();
	});

	it("says of a start that died with its server that it can be run again", async () => {
		const { groupId } = await start("Dies", ["openai/disabled"]);
		const long = new Date(Date.now() - 120_000);
		const here = eq(labGroupMembers.groupId, groupId);
		await lab.api.db.update(labGroupMembers).set({ refusal: null, claimedAt: long }).where(here);
		const { members } = await lab.api.as(lab.user).testing.groups.byId({ groupId });
		expect(members[0]?.refusal).toMatchObject({ kind: "interrupted" });
	});

	it("runs one place again, once, and keeps the run that stood there", async () => {
		const group = await start("Again", both);
		const [first, second] = runIdsOf(group) as [string, string];
		await collect([first, second]);
		const { modelId: _, ...asked } = ask("Again");
		const input = { ...asked, groupId: group.groupId, position: 1, replaces: second };
		const twice = await Promise.allSettled([1, 2].map(() => lab.api.as(lab.user).testing.groups.rerun(input)));
		expect(twice.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
		const after = await lab.api.as(lab.user).testing.groups.byId({ groupId: group.groupId });
		expect(after.members[0]?.runId).toBe(first);
		expect(after.members[1]?.runId).not.toBe(second);
		await collect(runIdsOf(after));
		expect(chatCalls()).toHaveLength(3);
		const kept = await lab.api.db.$count(testRuns, inArray(testRuns.id, [first, second]));
		expect(kept).toBe(2);
	});

	it("hides in a blind group whose answer is whose, and refuses one answer again", async () => {
		const models = [...both, "openai/disabled"];
		const group = await start("Blind", models, { blind: true });
		expect(group).toMatchObject({ isBlind: true, isRevealed: false });
		expect(JSON.stringify(group)).not.toMatch(/openai|priced|disabled/);
		const stored = await lab.api.db
			.select({ modelId: labGroupMembers.modelId })
			.from(labGroupMembers)
			.where(eq(labGroupMembers.groupId, group.groupId));
		expect(stored.map(({ modelId }) => modelId).toSorted()).toEqual(models.toSorted());
		const { modelId: _, ...asked } = ask("Blind");
		const again = { ...asked, groupId: group.groupId, position: 0, replaces: group.members[0]!.runId };
		await expect(lab.api.as(lab.user).testing.groups.rerun(again)).rejects.toMatchObject({ code: "CONFLICT" });
	});

	it("tells its owner nothing of whose answer is whose by any door before the vote, and everything after it", async () => {
		const answers = [{ text: "alpha" }, { reasoning: "hm", text: "beta" }, { fail: "bad_request" as const }];
		lab.sandbox.script(answers);
		const person = await lab.api.createUser("user");
		const { testing } = lab.api.as(person);
		const wordy = groupOf("Veiled", [...both, "openai/third"]);
		const [model] = await lab.api.db.select().from(schema.llmModels).limit(1);
		await lab.api.db.insert(schema.llmModels).values({ ...model!, id: "openai/third", upstreamId: "third" });
		const { groupId, members } = await testing.groups.start({ ...wordy, blind: true });
		const runIds = runIdsOf({ members });
		const stream = (ids: string[], lastEventId?: string) =>
			lab.api.as(person).testing.eventsOf({ runIds: ids, lastEventId });
		const told = async (lastEventId?: string) => {
			const batches: Batch[] = [];
			for await (const [id, events] of (await stream(runIds, lastEventId)) as AsyncIterable<[string, RunsEvents]>) {
				batches.push({ id, events });
			}
			return batches;
		};
		const veiled = [...(await told()), ...(await told())];
		const words = JSON.stringify(veiled);
		expect(words).toMatch(/alpha/);
		expect(words).not.toMatch(/openai|priced|third|ttftMs|latencyMs|cost|okens|refused/i);
		expect(endsOf(veiled).map(({ event }) => event.type)).toEqual(Array(6).fill("veiled"));
		expect((await testing.history({})).total).toBe(0);
		expect(await testing.runs.list({ who: "me" })).toMatchObject({ runs: [], total: 0, awaitingVote: [{ groupId }] });
		expect(await testing.metrics({ days: null })).toEqual([]);
		for (const runId of runIds) await expect(testing.byId({ runId })).rejects.toMatchObject({ code: "CONFLICT" });
		await expect(testing.runs.delete({ runIds })).rejects.toMatchObject({ code: "CONFLICT" });
		let file = "";
		for await (const piece of await testing.runs.export({ who: "me", format: "json" })) file += piece;
		expect(JSON.parse(file)).toEqual({ tests: [], count: 0 });

		await testing.votes.cast({ groupId, verdict: "tie" });
		// A page that has the text asks for names and ends alone.
		const cursors = veiled.findLast(({ id }) => id)!.id;
		const rest = await told(cursors.replaceAll(/\.3\./g, ".0."));
		expect(textsOf(rest, 3)).toEqual(["", "", ""]);
		expect(
			endsOf(rest)
				.map(({ event }) => event.type)
				.toSorted(),
		).toEqual(["done", "done", "failed"]);
		const names = rest.flatMap(({ events }) =>
			events.flatMap(({ event }) => ("modelId" in event ? [event.modelId] : [])),
		);
		expect(names.toSorted()).toEqual([...both, "openai/third"].toSorted());
		expect((await testing.runs.list({ who: "me" })).total).toBe(3);
	});

	it.each([
		[
			"nine models",
			groupOf(
				"Hi",
				Array.from({ length: 9 }, (_, i) => `openai/m${i}`),
			),
		],
		["no model", groupOf("Hi", [])],
		["a model twice", groupOf("Hi", ["openai/priced", "openai/priced"])],
		["an id that is no UUID", groupOf("Hi", both, "group-1")],
		["no message", { ...groupOf("Hi", both), messages: [] }],
	])("refuses %s and keeps nothing", async (_, input) => {
		const before = await lab.api.db.$count(labGroups);
		await expect(lab.api.as(lab.user).testing.groups.start(input)).rejects.toMatchObject({ code: "BAD_REQUEST" });
		expect(await lab.api.db.$count(labGroups)).toBe(before);
		expect(lab.sandbox.calls).toEqual([]);
	});

	it("is nobody else's: not to see, to start again, or to follow", async () => {
		const input = groupOf("Mine", both);
		const group = await lab.api.as(lab.user).testing.groups.start(input);
		const admin = lab.api.as(await lab.api.createUser("admin"));
		const notFound = { code: "NOT_FOUND" };
		await expect(admin.testing.groups.byId({ groupId: group.groupId })).rejects.toMatchObject(notFound);
		await expect(admin.testing.groups.start(input)).rejects.toMatchObject(notFound);
		const rerun = { ...ask("Mine"), modelId: undefined, groupId: group.groupId, position: 0, replaces: null };
		await expect(admin.testing.groups.rerun(rerun as never)).rejects.toMatchObject({ code: "BAD_REQUEST" });
		const stream = (await admin.testing.eventsOf({ runIds: runIdsOf(group) })) as AsyncIterable<[string, RunsEvents]>;
		for await (const [, events] of stream) {
			expect(events.map(({ event }) => event)).toEqual([{ type: "missing" }, { type: "missing" }]);
		}
	});
});

describe("following several runs over one stream", () => {
	it("resumes at every event with exactly the missing rest of each, and calls nobody again", async () => {
		const hold = createHold();
		const slowly = { tokensPerChunk: 1, chunkDelayMs: 40, hold, holdAfterChunks: 1 };
		lab.sandbox.script([
			{ text: "alpha beta gamma delta", ...slowly },
			{ text: "one two three four", reasoning: "let me think", ...slowly },
		]);
		const runIds = runIdsOf(await start("Resume", both));
		// What came before the first look travels at once; the rest follows as it comes.
		const seen = await collect(runIds, { until: () => void hold.release() });
		const whole = textsOf(seen, 2);
		expect(whole.toSorted()).toEqual(["alpha beta gamma delta", "one two three four"]);
		expect(seen.length).toBeGreaterThan(2);
		for (const [index, { id }] of seen.entries()) {
			const rest = await collect(runIds, { lastEventId: id });
			const before = textsOf(seen.slice(0, index + 1), 2);
			expect(textsOf(rest, 2).map((text, run) => `${before[run]}${text}`)).toEqual(whole);
			expect(endsOf([...seen.slice(0, index + 1), ...rest])).toHaveLength(2);
		}
		expect(chatCalls()).toHaveLength(2);
	});

	it("says the first token's time once, as the row will have it", async () => {
		lab.sandbox.script({ reasoning: "hm", text: "one two three", tokensPerChunk: 1, chunkDelayMs: 20 });
		const runIds = runIdsOf(await start("First token", ["openai/priced"]));
		const events = (await collect(runIds)).flatMap((batch) => batch.events);
		const said = events.flatMap(({ event }) => ("ttftMs" in event && event.type !== "done" ? [event.ttftMs] : []));
		const [row] = await lab.api.db.select().from(llmUsageLogs).where(eq(llmUsageLogs.id, runIds[0]!));
		expect(said).toEqual([row?.ttftMs]);
	});

	it("goes on elsewhere when a server goes, and one that stands still holds back no other", async () => {
		const hold = createHold();
		lab.sandbox.script({ text: "held back", hold, holdAfterChunks: 1 });
		const group = await start("Held", both);
		const runIds = runIdsOf(group);
		const isOver = () => chatCalls().some(({ finished }) => finished);
		const first = await collect(runIds, { until: isOver });
		const other = lab.api.secondServer();
		const rest = collect(runIds, { api: other, lastEventId: first.at(-1)!.id });
		hold.release();
		const ends = endsOf([...first, ...(await rest)]);
		expect(ends.map(({ event }) => event.type)).toEqual(["done", "done"]);
		expect(chatCalls()).toHaveLength(2);
		await other.close();
	});

	it("shows a run whose text was deleted as missing, beside the others", async () => {
		const runIds = runIdsOf(await start("Delete one", both));
		await collect(runIds);
		await lab.api.db.delete(testRuns).where(eq(testRuns.id, runIds[0]!));
		const ends = endsOf(await collect(runIds));
		expect(ends.map(({ run, event }) => [run, event.type])).toEqual(
			expect.arrayContaining([
				[0, "missing"],
				[1, "done"],
			]),
		);
	});

	it.each([["0.0.0"], ["0.0.0,0.0.0,0.0.0"], ["x,y"], ["0.0.9,0.0.0"]])("refuses the id %s", async (lastEventId) => {
		await expect(collect(["a", "b"], { lastEventId })).rejects.toThrow(/not the id of an event/);
	});
});
