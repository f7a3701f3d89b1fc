import { schema } from "@llm-hub/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "../../context.ts";
import { ask, createLab, follow, type Lab } from "../fixtures.ts";
import type { CreateTemplateInput } from "./schema.ts";

let lab: Lab;
let other: UserActor;
beforeAll(async () => {
	lab = await createLab();
	other = await lab.api.createUser("user");
});
afterAll(() => lab[Symbol.asyncDispose]());

const capital: CreateTemplateInput = {
	name: "Capital",
	category: "geography",
	description: "One word.",
	system: null,
	prompt: "The capital of France, in one word.",
	turns: [
		{ role: "assistant", content: "Paris" },
		{ role: "user", content: "And of {{country}}?" },
	],
	parameters: { temperature: 0, maxTokens: 20, topP: 1 },
	suggestedModels: ["openai/priced"],
	checks: [{ kind: "exact", value: "Paris", lastLine: false, ignoreCase: false }],
	isShared: false,
};

const templatesOf = (actor: UserActor | null) => lab.api.as(actor).testing.templates;
const idsOf = async (actor: UserActor | null) => (await templatesOf(actor).list()).map(({ id }) => id);

describe("testing.templates", () => {
	it("keeps a person's own, and shows it to others only when it is shared", async () => {
		const made = await templatesOf(lab.user).create(capital);
		expect(made).toMatchObject({ ...capital, author: lab.user.name, isOwn: true });
		expect(await idsOf(lab.user)).toContain(made.id);
		expect(await idsOf(other)).not.toContain(made.id);
		await expect(templatesOf(other).update({ ...capital, id: made.id })).rejects.toMatchObject({ code: "NOT_FOUND" });

		await templatesOf(lab.user).update({ ...capital, id: made.id, name: "Capitals", isShared: true });
		const seen = (await templatesOf(other).list()).find(({ id }) => id === made.id);
		expect(seen).toMatchObject({ name: "Capitals", isOwn: false, author: lab.user.name });
		expect(await idsOf(null)).not.toContain(made.id);
		await expect(templatesOf(other).update({ ...capital, id: made.id })).rejects.toMatchObject({ code: "FORBIDDEN" });
		await expect(templatesOf(other).delete({ id: made.id })).rejects.toMatchObject({ code: "FORBIDDEN" });
	});

	it("keeps text that the database cannot hold as near as it can", async () => {
		const turns = [{ role: "user", content: "half \ud83d" }] as const;
		const { id } = await templatesOf(lab.user).create({ ...capital, prompt: "nul \u0000", turns: [...turns] });
		const kept = (await templatesOf(lab.user).list()).find((template) => template.id === id);
		expect(kept).toMatchObject({ prompt: "nul \ufffd", turns: [{ role: "user", content: "half \ufffd" }] });
	});

	it("deletes and restores, and audits an admin who deletes what others share", async () => {
		const { id } = await templatesOf(lab.user).create({ ...capital, isShared: true });
		await templatesOf(lab.user).delete({ id });
		expect(await idsOf(lab.user)).not.toContain(id);
		await expect(templatesOf(other).restore({ id })).rejects.toMatchObject({ code: "NOT_FOUND" });
		await templatesOf(lab.user).restore({ id });
		expect(await idsOf(other)).toContain(id);

		const admin = await lab.api.createUser("admin");
		await templatesOf(admin).delete({ id });
		const events = await lab.api.db.select().from(schema.auditEvents).where(eq(schema.auditEvents.targetId, id));
		expect(events.map(({ action, actorId }) => ({ action, actorId }))).toEqual([
			{ action: "testing.templates.delete", actorId: admin.userId },
		]);
	});

	it.each([
		["no name", { name: " " }, "BAD_REQUEST"],
		["no prompt", { prompt: "\n" }, "BAD_REQUEST"],
		[
			"a broken expression",
			{ checks: [{ kind: "regex" as const, pattern: "(", ignoreCase: false }] },
			"UNPROCESSABLE_CONTENT",
		],
		["another's id", { userId: "somebody" }, "BAD_REQUEST"],
	])("refuses %s and keeps nothing", async (_, wrong, code) => {
		const before = await lab.api.db.$count(schema.labTemplates);
		await expect(templatesOf(lab.user).create({ ...capital, ...wrong })).rejects.toMatchObject({ code });
		expect(await lab.api.db.$count(schema.labTemplates)).toBe(before);
	});

	it("holds checks against a text as it would judge a run, and says at the field what cannot be used", async () => {
		const { tryChecks } = templatesOf(lab.user);
		const checks = [{ kind: "numeric" as const, value: 3, tolerance: 0.5 }];
		expect(await tryChecks({ checks, answer: "About 3.4" })).toEqual([
			{ label: "last number is 3 ± 0.5", passed: true, found: null },
		]);
		expect(await tryChecks({ checks, answer: "4" })).toMatchObject([{ passed: false, found: "4" }]);
		const broken = [...checks, { kind: "regex" as const, pattern: "(" }];
		await expect(tryChecks({ checks: broken, answer: "4" })).rejects.toMatchObject({
			cause: { details: { issues: [{ path: "checks.1.pattern" }] } },
		});
	});

	it("leaves the built-in ones alone", async () => {
		await expect(templatesOf(lab.user).update({ ...capital, id: "logic-puzzle" })).rejects.toMatchObject({
			code: "NOT_FOUND",
		});
		await expect(templatesOf(lab.user).delete({ id: "logic-puzzle" })).rejects.toMatchObject({ code: "NOT_FOUND" });
	});
});

describe("the checks of a run", () => {
	const run = async (templateId: string, text: string) => {
		lab.sandbox.reset();
		lab.sandbox.script({ kind: "chat", text });
		const caller = lab.api.as(lab.user);
		const { runId } = await caller.testing.start({ ...ask("Which?"), templateId });
		await follow(lab.api, lab.user, runId);
		return caller.testing.byId({ runId });
	};

	it("are those of its template when it started, whatever becomes of the template", async () => {
		const { id } = await templatesOf(lab.user).create(capital);
		const passed = await run(id, "Paris");
		await templatesOf(lab.user).update({ ...capital, id, checks: [] });
		const { runId } = passed;
		const later = await lab.api.as(lab.user).testing.byId({ runId });
		expect(later.checks).toEqual([{ label: "answer is “Paris”", passed: true, found: null }]);
		expect((await run(id, "Lyon")).checks).toEqual([]);
	});

	it("are those of others' templates only where these are shared, and of none that was deleted", async () => {
		const { id } = await templatesOf(other).create(capital);
		expect((await run(id, "Paris")).checks).toEqual([]);
		await templatesOf(other).update({ ...capital, id, isShared: true });
		expect((await run(id, "Paris")).checks).toHaveLength(1);
		await templatesOf(other).delete({ id });
		expect((await run(id, "Paris")).checks).toEqual([]);
	});

	it("fail a wrong answer in words, and say nothing of a run that failed", async () => {
		const wrong = await run("logic-puzzle", "It must be him.\nBen");
		expect(wrong.checks).toEqual([{ label: "last line is “Cleo”", passed: false, found: "Ben" }]);
		const { runId: failedRun } = wrong;
		expect(await lab.api.as(lab.user).testing.checks({ runId: failedRun })).toEqual(wrong.checks);
		await expect(lab.api.as(other).testing.checks({ runId: failedRun })).rejects.toMatchObject({ code: "NOT_FOUND" });
		lab.sandbox.reset();
		lab.sandbox.script({ kind: "chat", fail: "context_length", times: 3 });
		const caller = lab.api.as(lab.user);
		const { runId } = await caller.testing.start({ ...ask("Which?"), templateId: "logic-puzzle" });
		await follow(lab.api, lab.user, runId);
		expect((await caller.testing.byId({ runId })).checks).toEqual([]);
	});
});
