import { createHash } from "node:crypto";
import { schema } from "@llm-hub/db";
import type { SandboxCall } from "@llm-hub/sandbox";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "../context.ts";
import { ask, createLab, follow, type Lab, textOf } from "./fixtures.ts";

const { auditEvents, llmProviders, llmUsageLogs, runKeyFailures } = schema;

let lab: Lab;
let admin: UserActor;
beforeAll(async () => {
	lab = await createLab();
	admin = await lab.api.createUser("admin");
});
afterEach(async () => {
	lab.sandbox.reset();
	await lab.api.db.delete(llmProviders);
});
afterAll(() => lab[Symbol.asyncDispose]());

const failing = (failure: string) => `sk-test-sandbox:fail=${failure}`;
const good = "sk-test-good-0123456789";

const save = async (name: string, priority: number, apiKey: string) =>
	(await lab.api.as(admin).keys.save({ providerType: "openai", name, apiKey, priority, test: false })).providerId;

async function run(content: string) {
	const { runId } = await lab.api.as(lab.user).testing.start(ask(content));
	const events = await follow(lab.api, lab.user, runId);
	const [row] = await lab.api.db.select().from(llmUsageLogs).where(eq(llmUsageLogs.id, runId));
	return { runId, text: textOf(events), end: events.at(-1)?.event, row };
}

const keyOf = ({ auth }: SandboxCall) => auth?.sha256;
const sha256 = (key: string) => createHash("sha256").update(key).digest("hex");
const chatKeys = () => lab.sandbox.calls.filter(({ kind }) => kind === "chat").map(keyOf);
const keyRow = async (id: string) => (await lab.api.db.select().from(llmProviders).where(eq(llmProviders.id, id)))[0];
const actionsAbout = async (id: string) => {
	const rows = await lab.api.db.select().from(auditEvents).where(eq(auditEvents.targetId, id)).orderBy(auditEvents.seq);
	return rows.map(({ action }) => action);
};

describe("a key that fails before the first byte gives way to the next one within the run", () => {
	it.each(["unauthorized", "forbidden", "quota", "rate_limited", "overloaded", "unreachable"])(
		"%s",
		async (failure) => {
			const first = await save("First", 1, failing(failure));
			const second = await save("Second", 2, good);
			const { runId, text, row, end } = await run("hello");
			const payer = { keySource: "database", keyVersion: 1 };
			expect(end).toMatchObject({ type: "done", ...payer, keyLabel: null });
			expect(row).toMatchObject({ ...payer, keyLabel: "Second …6789" });
			const failures = await lab.api.db.select().from(runKeyFailures).where(eq(runKeyFailures.runId, runId));
			expect(failures).toMatchObject([{ providerId: first, keyVersion: 1, reason: failure }]);
			expect(text).not.toBe("");
			expect(chatKeys()).toEqual([sha256(failing(failure)), sha256(good)]);
			expect(row).toMatchObject({ providerId: second, keyVersion: 1, keySource: "database", state: "success" });
			expect(row?.costUsd).not.toBeNull();
			expect((await keyRow(first))?.setAsideAt !== null).toBe(["unauthorized", "forbidden", "quota"].includes(failure));
		},
	);

	it("and whose run keeps for admins what it was called when it is deleted", async () => {
		const providerId = await save("Main", 1, good);
		const { runId } = await run("hello");
		await lab.api.as(admin).keys.delete({ providerId });
		const { runs } = await lab.api.as(admin).testing.runs.list({ who: "all" });
		const listed = runs.find((one) => one.runId === runId);
		expect(listed).toMatchObject({ keySource: "database", keyLabel: "Main …6789" });
		expect(JSON.stringify(listed)).not.toContain(good);
		const own = await lab.api.as(lab.user).testing.byId({ runId });
		expect(own).toMatchObject({ keySource: "database", keyLabel: null });
	});

	it.each(["bad_request", "context_length", "model_not_found", "content_filtered"])(
		"%s is about the request: no other key is asked",
		async (failure) => {
			const first = await save("First", 1, failing(failure));
			await save("Second", 2, good);
			const { row } = await run("hello");
			expect(row).toMatchObject({ state: "failed", failureReason: failure, providerId: first });
			expect(chatKeys()).toHaveLength(1);
		},
	);

	it("but not once something of the answer came: that is paid for", async () => {
		const first = await save("First", 1, good);
		await save("Second", 2, `${good}-second`);
		lab.sandbox.script({ text: "one two three", fail: "overloaded", afterChunks: 2 });
		const { row, text } = await run("hello");
		expect(row).toMatchObject({ state: "failed", providerId: first });
		expect(text).not.toBe("");
		expect(chatKeys()).toHaveLength(1);
	});
});

it("never asks the environment's key, also when every saved one is refused, and tells the first refusal", async () => {
	const [a, b] = [await save("A", 1, "sk-test-invalid-a-0123"), await save("B", 2, "sk-test-invalid-b-0123")];
	const { row, end } = await run("hello");
	expect(row).toMatchObject({ state: "failed", failureReason: "unauthorized", keySource: "database" });
	expect(chatKeys()).toEqual([sha256("sk-test-invalid-a-0123"), sha256("sk-test-invalid-b-0123")]);
	expect(JSON.stringify(end)).not.toContain("sk-test");
	for (const id of [a, b]) expect(await actionsAbout(id)).toEqual(["keys.save", "keys.set_aside"]);
});

it("sets a refused key aside with reason and time, and takes it back when it is answered again", async () => {
	const only = await save("Only", 1, good);
	lab.sandbox.script({ kind: "chat", fail: "unauthorized" });
	await run("refused");
	const row = await keyRow(only);
	expect(row).toMatchObject({ setAsideReason: "unauthorized", healthStatus: "unhealthy", setAsideTests: 0 });
	expect(row?.setAsideMessage).toContain("does not accept the key");
	expect(row?.nextTestAt.getTime()).toBeGreaterThan(Date.now());
	// There is no other one, so it is tried all the same.
	expect((await run("again")).end?.type).toBe("done");
	expect(await keyRow(only)).toMatchObject({ setAsideAt: null, setAsideReason: null, healthStatus: "healthy" });
	expect(await actionsAbout(only)).toEqual(["keys.save", "keys.set_aside", "keys.restore"]);
});

it("asks a key that is set aside last, and believes the others' word over its own", async () => {
	await save("Aside", 1, "sk-test-invalid-0123456789");
	const other = await save("Other", 2, good);
	await run("sets it aside");
	lab.sandbox.reset();
	expect((await run("other first")).end?.type).toBe("done");
	expect(chatKeys()).toEqual([sha256(good)]);
	lab.sandbox.script({ kind: "chat", fail: "quota" });
	expect((await run("quota")).row).toMatchObject({ state: "failed", failureReason: "quota", providerId: other });
});

it("is agreed on by two servers at once", async () => {
	const first = await save("First", 1, good);
	const second = await save("Second", 2, `${good}-second`);
	const other = lab.api.secondServer();
	lab.sandbox.script({ kind: "chat", fail: "unauthorized" });
	await run("refused on one server");
	const { runId } = await other.as(lab.user).testing.start(ask("on the other"));
	await follow(other, lab.user, runId);
	const [row] = await lab.api.db.select().from(llmUsageLogs).where(eq(llmUsageLogs.id, runId));
	expect(row).toMatchObject({ providerId: second, state: "success" });
	// A test on the other server finds it good again.
	expect((await other.as(admin).keys.test({ providerId: first })).success).toBe(true);
	expect((await run("back")).row).toMatchObject({ providerId: first });
	await other.close();
});
