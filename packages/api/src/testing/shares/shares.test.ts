import { schema } from "@llm-hub/db";
import { desc, eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "../../context.ts";
import { ask, createLab, follow, type Lab } from "../fixtures.ts";

const { auditEvents, labShares, llmUsageLogs } = schema;

let lab: Lab;
let colleague: UserActor;
beforeAll(async () => {
	lab = await createLab();
	colleague = await lab.api.createUser("viewer");
});
afterAll(() => lab[Symbol.asyncDispose]());
afterEach(() => lab.sandbox.reset());

const shares = (actor = lab.user) => lab.api.as(actor).testing.shares;
const notFound = { code: "NOT_FOUND" };

async function group(content: string, more: { blind?: boolean } = {}) {
	const { modelId: _, ...asked } = ask(content);
	const groupId = crypto.randomUUID();
	const modelIds = ["openai/priced", "openai/unpriced", "openai/disabled"];
	const started = await lab.api.as(lab.user).testing.groups.start({ ...asked, groupId, modelIds, ...more });
	for (const { runId } of started.members) if (runId) await follow(lab.api, lab.user, runId);
	return started;
}

describe("a link", () => {
	it("shows a colleague prompt, answers and figures as the database has them, and nothing else of the owner's", async () => {
		lab.sandbox.script({ text: "The shared answer" });
		const { groupId, members } = await group("Shared question");
		const { shareId } = await shares().create({ groupId });
		const test = await shares(colleague).open({ shareId });
		expect(test).toMatchObject({
			isOwn: false,
			owner: { email: lab.user.email },
			asked: { messages: [{ content: "Shared question" }] },
		});
		expect(test.members.map(({ modelId }) => modelId)).toEqual(["openai/priced", "openai/unpriced", "openai/disabled"]);
		const runId = members[0]!.runId!;
		await lab.api.db
			.update(llmUsageLogs)
			.set({ keySource: "own", keyLabel: "…6789" })
			.where(eq(llmUsageLogs.id, runId));
		expect((await lab.api.as(lab.user).testing.byId({ runId })).keyLabel).toBe("…6789");
		expect(JSON.stringify(await shares(colleague).open({ shareId }))).not.toContain("…6789");
		const [row] = await lab.api.db.select().from(llmUsageLogs).where(eq(llmUsageLogs.id, runId));
		const { inputTokens, outputTokens, ttftMs, latencyMs } = row!;
		expect(test.members[0]!.run).toMatchObject({
			runId,
			status: "success",
			inputTokens,
			outputTokens,
			ttftMs,
			latencyMs,
		});
		expect(Number(test.members[0]!.run!.costUsd)).toBe(Number(row!.costUsd));
		expect(test.members.map(({ run }) => run?.response)).toContain("The shared answer");
		expect(test.members[2]).toMatchObject({ run: null, refusal: { kind: "disabled" } });
		// The link reads; it opens no other door.
		await expect(lab.api.as(colleague).testing.byId({ runId })).rejects.toMatchObject(notFound);
		await expect(lab.api.as(colleague).testing.groups.byId({ groupId })).rejects.toMatchObject(notFound);
		expect((await lab.api.as(colleague).testing.runs.list({ who: "me" })).runs).toEqual([]);
		await expect(lab.api.as(null).testing.shares.open({ shareId })).rejects.toMatchObject({ code: "UNAUTHORIZED" });
	});

	it("is one for a test, is shown as open, and ends for everybody at once", async () => {
		const { members } = await group("One link");
		const runId = members[0]!.runId!;
		const made = await Promise.all([1, 2, 3].map(() => shares().create({ runId })));
		const { shareId } = made[0]!;
		expect(new Set(made.map((share) => share.shareId)).size).toBe(1);
		expect(await shares().of({ runId })).toMatchObject({ share: { shareId } });
		expect(
			(await lab.api.as(lab.user).testing.runs.list({ who: "me", limit: 3 })).runs.find((run) => run.runId === runId),
		).toMatchObject({ isShared: true });
		expect((await shares(colleague).open({ shareId })).members).toHaveLength(1);
		await shares().revoke({ shareId });
		await expect(shares(colleague).open({ shareId })).rejects.toMatchObject(notFound);
		await expect(shares().revoke({ shareId })).rejects.toMatchObject(notFound);
		expect(await shares().of({ runId })).toEqual({ share: null });
		const again = await shares().create({ runId });
		expect(again.shareId).not.toBe(shareId);
		const events = await lab.api.db.select().from(auditEvents).orderBy(desc(auditEvents.seq)).limit(3);
		expect(events.map(({ action, targetId }) => [action, targetId])).toEqual([
			["testing.shares.create", runId],
			["testing.shares.revoke", runId],
			["testing.shares.create", runId],
		]);
	});

	it("goes with the text it shows", async () => {
		const { groupId, members } = await group("Soon deleted");
		const { shareId: ofGroup } = await shares().create({ groupId });
		const { shareId: ofRun } = await shares().create({ runId: members[0]!.runId! });
		await lab.api.as(lab.user).testing.runs.delete({ runIds: [members[0]!.runId!] });
		await expect(shares(colleague).open({ shareId: ofRun })).rejects.toMatchObject(notFound);
		const left = await shares(colleague).open({ shareId: ofGroup });
		expect(left.members.map(({ run }) => run === null)).toEqual([true, false, true]);
		await lab.api.as(lab.user).testing.runs.delete({ runIds: [members[1]!.runId!] });
		await expect(shares(colleague).open({ shareId: ofGroup })).rejects.toMatchObject(notFound);
	});

	it("is the owner's to make and to end; an admin ends any", async () => {
		const { groupId, members } = await group("Mine to share");
		const runId = members[0]!.runId!;
		const stranger = await lab.api.createUser("user");
		const admin = await lab.api.createUser("admin");
		for (const other of [stranger, admin]) {
			await expect(shares(other).create({ runId })).rejects.toMatchObject(notFound);
			await expect(shares(other).create({ groupId })).rejects.toMatchObject(notFound);
			await expect(shares(other).of({ groupId })).rejects.toMatchObject(notFound);
		}
		const { shareId } = await shares().create({ groupId });
		await expect(shares(stranger).revoke({ shareId })).rejects.toMatchObject(notFound);
		await shares(admin).revoke({ shareId });
		const [event] = await lab.api.db.select().from(auditEvents).orderBy(desc(auditEvents.seq)).limit(1);
		expect(event).toMatchObject({
			action: "testing.shares.revoke",
			actorId: admin.userId,
			before: { owner: lab.user.email },
		});
	});

	it("cannot be made before a blind test's vote: it would show whose answer is whose", async () => {
		const { groupId, members } = await group("Blind", { blind: true });
		const runId = members.find((member) => member.runId)!.runId!;
		await expect(shares().create({ groupId })).rejects.toMatchObject({ code: "CONFLICT" });
		await expect(shares().create({ runId })).rejects.toMatchObject({ code: "CONFLICT" });
		expect(await lab.api.db.$count(labShares, eq(labShares.groupId, groupId))).toBe(0);
		await lab.api.as(lab.user).testing.votes.cast({ groupId, verdict: "tie" });
		expect(await shares().create({ groupId })).toMatchObject({ shareId: expect.any(String) });
	});

	it.each([
		["neither", {}],
		["both", { runId: "x", groupId: crypto.randomUUID() }],
		["an id that is no UUID", { groupId: "x" }],
	])("refuses %s", async (_, target) => {
		await expect(shares().create(target)).rejects.toMatchObject({ code: "BAD_REQUEST" });
	});
});
