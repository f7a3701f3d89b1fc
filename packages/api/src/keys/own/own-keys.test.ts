import { createHash, randomBytes } from "node:crypto";
import { schema } from "@llm-hub/db";
import { and, desc, eq, like, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { authenticateToken } from "../../access/tokens/authenticate-token.ts";
import type { Actor, UserActor } from "../../context.ts";
import { ask, createLab, follow, type Lab } from "../../testing/fixtures.ts";
import { proveKeyring } from "../canary.ts";
import { createKeyring } from "../keyring.ts";
import { reencrypt } from "../reencrypt.ts";
import type { TestEvent } from "../schema.ts";
import { openOwnKey } from "./own-keys.ts";

const { auditEvents, llmUsageLogs, usageCounters, userProviderKeys } = schema;

const mine = "sk-canary-own-5f3a9c1e7b2d";
const theirs = "sk-test-company-0123456789";
const refused = "sk-test-sandbox:fail=unauthorized";
const openai = { providerType: "openai" } as const;

let lab: Lab;
let admin: UserActor;
let ana: UserActor;
beforeAll(async () => {
	lab = await createLab();
	admin = await lab.api.createUser("admin");
	await lab.api.as(admin).keys.save({ ...openai, apiKey: theirs, test: false });
});
beforeEach(async () => {
	lab.sandbox.reset();
	ana = await lab.api.createUser("user");
});
afterAll(() => lab[Symbol.asyncDispose]());

const sha256 = (key: string) => createHash("sha256").update(key).digest("hex");
const sentKeys = () => lab.sandbox.calls.map(({ auth }) => auth?.sha256);
const own = (actor: Actor) => lab.api.as(actor).keys.own;
const savedOf = async (actor: Actor) =>
	(await own(actor).list()).providers.find(({ providerType }) => providerType === "openai")?.saved;

async function run(actor: Actor) {
	const { runId } = await lab.api.as(actor).testing.start(ask("hello"));
	const events = await follow(lab.api, actor as UserActor, runId);
	const [row] = await lab.api.db.select().from(llmUsageLogs).where(eq(llmUsageLogs.id, runId));
	return { end: events.at(-1)?.event, row };
}
const spentOf = async ({ userId }: UserActor) =>
	(
		await lab.api.db
			.select()
			.from(usageCounters)
			.where(and(eq(usageCounters.scope, "user"), eq(usageCounters.subject, userId)))
	)[0];
async function test(input: Parameters<ReturnType<typeof own>["test"]>[0], actor: Actor = ana): Promise<TestEvent[]> {
	const events: TestEvent[] = [];
	for await (const event of await own(actor).test(input)) events.push(event);
	return events;
}

it("pays for its owner's runs and for nobody else's, and its cost counts against no budget", async () => {
	await own(ana).save({ ...openai, apiKey: mine });
	const { end, row } = await run(ana);
	expect(end).toMatchObject({ type: "done", keySource: "own" });
	expect(row).toMatchObject({ keySource: "own", state: "success", keyVersion: null });
	const labelFor = async (actor: Actor, who: string) =>
		(await lab.api.as(actor).testing.runs.list({ who })).runs.find(({ runId }) => runId === row?.id)?.keyLabel;
	expect(await labelFor(ana, "me")).toBe(row?.keyLabel);
	expect(row?.keyLabel).toContain(mine.slice(-4));
	expect(await labelFor(admin, "all")).toBeNull();
	expect(Number(row?.costUsd)).toBeGreaterThan(0);
	expect(await spentOf(ana)).toMatchObject({ requests: 1, unpriced: 0 });
	expect(Number((await spentOf(ana))?.spentUsd)).toBe(0);

	const other = await lab.api.createUser("user");
	expect((await run(other)).row?.keySource).toBe("database");
	expect(Number((await spentOf(other))?.spentUsd)).toBeGreaterThan(0);
	expect(sentKeys()).toEqual([sha256(mine), sha256(theirs)]);
	expect(await lab.api.as(admin).access.ledger.reconcile()).toMatchObject({ isEven: true });

	await own(ana).delete(openai);
	expect((await run(ana)).row?.keySource).toBe("database");
});

it("pays for the runs of its owner's API tokens, which cannot touch it", async () => {
	await own(ana).save({ ...openai, apiKey: mine });
	const made = await lab.api.as(ana).access.tokens.create({ name: "t", scopes: ["lab:run"] });
	const token = await authenticateToken(lab.api.db, made.token);
	await lab.api.as(token).testing.start(ask("hello"));
	await expect.poll(sentKeys).toEqual([sha256(mine)]);
	await expect(own(token as Actor).delete(openai)).rejects.toMatchObject({ code: "FORBIDDEN" });
	expect(await savedOf(ana)).toMatchObject({ problem: null });
});

it("never gives way to the company's when it is refused: its owner hears what to do", async () => {
	await own(ana).save({ ...openai, apiKey: refused });
	const { end, row } = await run(ana);
	expect(end).toMatchObject({ type: "failed", reason: "unauthorized", keySource: "own" });
	expect(end).toMatchObject({ message: expect.stringContaining("your own key: replace it under Account") });
	expect(row?.keySource).toBe("own");
	expect(new Set(sentKeys())).toEqual(new Set([sha256(refused)]));
});

it("is refused by role and rules as any other: a viewer has none, and a denied model stays denied", async () => {
	const viewer = await lab.api.createUser("viewer");
	await expect(own(viewer).save({ ...openai, apiKey: mine })).rejects.toMatchObject({ code: "FORBIDDEN" });
	const trial = await lab.api.createUser("user", { tierCode: "trial" });
	await own(trial).save({ ...openai, apiKey: mine });
	await expect(run(trial)).rejects.toMatchObject({ code: "FORBIDDEN" });
	expect(sentKeys()).toEqual([]);
});

it("refuses what is no key or has no fixed host, and loses nothing", async () => {
	await own(ana).save({ ...openai, apiKey: mine });
	const before = await savedOf(ana);
	const bad = [
		{ ...openai, apiKey: `${mine} ` },
		{ ...openai, apiKey: `${mine}\n` },
		{ ...openai, apiKey: "short" },
		{ providerType: "custom", apiKey: mine },
		{ ...openai, apiKey: mine, baseUrl: "http://127.0.0.1:1" },
		{ ...openai, apiKey: mine, userId: admin.userId },
	];
	for (const input of bad) {
		await expect(own(ana).save(input as never), JSON.stringify(input)).rejects.toMatchObject({ code: "BAD_REQUEST" });
	}
	expect(await savedOf(ana)).toEqual(before);
	await expect(own(ana).delete({ providerType: "groq" })).rejects.toMatchObject({ code: "NOT_FOUND" });
	await expect(test({ providerType: "groq" })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

it("is tested in stages before and after it is saved; the saved one keeps what was found", async () => {
	expect((await test({ ...openai, apiKey: refused })).at(-1)).toMatchObject({
		...{ type: "result", success: false, error: { reason: "unauthorized" } },
	});
	expect(await savedOf(ana)).toBeNull();
	await own(ana).save({ ...openai, apiKey: mine });
	const events = await test(openai);
	expect(events.map((event) => (event.type === "stage" ? event.stage : event.success))).toEqual([
		...["reach", "authenticate", "list"],
		true,
	]);
	expect(await savedOf(ana)).toMatchObject({ keyPreview: "sk-cana...7b2d", lastTest: { success: true } });
	await own(ana).save({ ...openai, apiKey: "sk-test-replaced-0123456789" });
	expect(await savedOf(ana)).toMatchObject({ keyPreview: "sk-test...6789", lastTest: null });
});

it("is seen by nobody else: the audit has a fingerprint, no answer, log or table has the key", async () => {
	await own(ana).save({ ...openai, apiKey: mine });
	await test(openai);
	const events = await lab.api.db
		.select()
		.from(auditEvents)
		.where(and(eq(auditEvents.actorId, ana.userId), like(auditEvents.action, "keys.own.%")))
		.orderBy(desc(auditEvents.seq));
	const key = expect.stringMatching(/^hmac-sha256:[0-9a-f]{16}$/);
	expect(events).toMatchObject([
		{ action: "keys.own.test", targetName: "OpenAI", after: { key, success: true } },
		{ action: "keys.own.save", targetType: "own_key", before: null, after: { providerType: "openai", key } },
	]);
	const answers = [await own(ana).list(), await own(admin).list(), await lab.api.as(admin).keys.list()];
	expect((await own(admin).list()).providers.every(({ saved }) => saved === null)).toBe(true);
	const dump = await lab.api.db.execute(
		sql`select k::text from user_provider_keys k union all select a::text from audit_events a`,
	);
	const everything = JSON.stringify([answers, dump]) + lab.api.logLines.join("");
	expect(everything).not.toContain(mine);
	expect(everything).not.toContain(mine.slice(9));
});

it("is proved and re-encrypted with all other secrets, and opens in nobody else's row", async () => {
	await own(ana).save({ ...openai, apiKey: mine });
	const [old] = lab.api.services.config.encryptionKeys;
	const next = { id: "next", key: randomBytes(32) };
	const { userId } = ana;
	const alone = lab.api.secondServer({ encryptionKeys: [next] });
	expect((await proveKeyring(alone.db, alone.services.keyring)).problems.join()).toContain(`key ${old!.id} is missing`);
	expect(await alone.as(ana).keys.own.list()).toMatchObject({
		providers: expect.arrayContaining([
			expect.objectContaining({
				saved: expect.objectContaining({ problem: expect.stringContaining("under Account") }),
			}),
		]),
	});
	await expect(alone.as(ana).testing.start(ask("hello"))).rejects.toMatchObject({
		...{ code: "SERVICE_UNAVAILABLE", message: expect.stringContaining("own key cannot be read") },
	});
	expect(sentKeys()).toEqual([]);

	const services = { keyring: createKeyring([next, old!]) };
	const ctx = { db: lab.api.db, services, actor: null, requestId: "r", address: "", userAgent: null };
	for await (const _ of reencrypt(ctx, { dryRun: false }));
	const [row] = await lab.api.db.select().from(userProviderKeys).where(eq(userProviderKeys.userId, userId));
	expect(openOwnKey(alone, row!)).toBe(mine);
	expect(() => openOwnKey(alone, { ...row!, userId: admin.userId })).toThrow("cannot be read");
	expect(() => openOwnKey(alone, { ...row!, id: "another" })).toThrow("cannot be read");
	expect(() => openOwnKey(alone, { ...row!, providerType: "groq" })).toThrow("cannot be read");
});
