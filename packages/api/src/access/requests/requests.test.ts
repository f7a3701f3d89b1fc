import { schema } from "@llm-hub/db";
import { desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "../../context.ts";
import { ask, createLab, follow, type Lab } from "../../testing/fixtures.ts";

const { accessGrants, auditEvents } = schema;
const modelId = "openai/priced";

let lab: Lab;
let admin: UserActor;
beforeAll(async () => {
	lab = await createLab();
	admin = await lab.api.createUser("admin");
});
afterAll(() => lab[Symbol.asyncDispose]());

const as = (actor: UserActor) => lab.api.as(actor).access;
const trialUser = () => lab.api.createUser("user", { tierCode: "trial" });
const askFor = (user: UserActor, reason = "compare answers") => as(user).requests.create({ modelId, reason });
const run = async (user: UserActor) => {
	const { runId } = await lab.api.as(user).testing.start(ask("Hi"));
	await follow(lab.api, user, runId);
};

describe("asking for access", () => {
	it("granted opens the model until the cap is used up, then it is closed again", async () => {
		const user = await trialUser();
		const { id } = await askFor(user);
		expect(await as(admin).requests.list({ state: "pending" })).toMatchObject([{ id, userEmail: user.email, modelId }]);
		const granted = await as(admin).requests.grant({ requestId: id, days: 3, maxRequests: 2, answer: "for a week" });
		expect(granted).toMatchObject({ state: "granted", answer: "for a week" });
		expect(await as(user).requests.list()).toMatchObject([{ id, state: "granted", answer: "for a week" }]);
		expect(await as(user).explainOwn({ modelId })).toMatchObject({ verdict: "allowed", reason: "grant" });
		await run(user);
		expect((await as(user).mine()).quotas.find(({ name }) => name === "grant_requests")).toMatchObject({
			limit: 2,
			used: 1,
		});
		await run(user);
		await expect(run(user)).rejects.toMatchObject({ code: "FORBIDDEN" });
		expect(await as(user).grants.list()).toMatchObject([{ id: granted.grantId, state: "used_up", usedRequests: 2 }]);
		await askFor(user, "once more");
	});

	it("granted ends by itself, or when it is revoked", async () => {
		for (const end of ["expires", "is revoked"]) {
			const user = await trialUser();
			const { id } = await askFor(user);
			const { grantId } = await as(admin).requests.grant({ requestId: id, days: 1, modelPattern: "openai/*" });
			const grant = { grantId: grantId ?? "" };
			await run(user);
			if (end === "expires") {
				const before = { expiresAt: new Date(Date.now() - 1) };
				await lab.api.db.update(accessGrants).set(before).where(eq(accessGrants.id, grant.grantId));
			} else {
				expect(await as(admin).grants.revoke(grant)).toEqual({ revoked: true });
				expect(await as(admin).grants.revoke(grant)).toEqual({ revoked: false });
			}
			await expect(run(user)).rejects.toMatchObject({ code: "FORBIDDEN" });
			expect(await as(user).grants.list()).toEqual([]);
			expect(await as(user).grants.list({ open: false })).toHaveLength(1);
		}
	});

	it("declined changes nothing, and is answered", async () => {
		const user = await trialUser();
		const { id } = await askFor(user);
		expect(await as(admin).requests.decline({ requestId: id, answer: "too dear" })).toMatchObject({
			state: "declined",
		});
		await expect(run(user)).rejects.toMatchObject({ code: "FORBIDDEN" });
		const [event] = await lab.api.db.select().from(auditEvents).orderBy(desc(auditEvents.seq)).limit(1);
		expect(event).toMatchObject({ action: "access.requests.decline", after: { answer: "too dear" } });
	});

	it("is decided once, however many admins answer", async () => {
		const user = await trialUser();
		const { id } = await askFor(user);
		const answers = await Promise.allSettled([
			...Array.from({ length: 5 }, () => as(admin).requests.grant({ requestId: id, days: 1 })),
			as(admin).requests.decline({ requestId: id }),
		]);
		expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
		expect((await as(user).grants.list({ open: false })).length).toBeLessThanOrEqual(1);
	});

	it("stays among the caller's own", async () => {
		const [mine, other] = [await trialUser(), await trialUser()];
		await askFor(mine);
		expect(await as(other).requests.list()).toEqual([]);
		expect(await as(other).grants.list({ open: false })).toEqual([]);
		expect(await as(admin).requests.list({ own: true })).toEqual([]);
	});

	it("is refused twice, without need, for nothing and by a viewer", async () => {
		const user = await trialUser();
		const attempts = await Promise.allSettled(Array.from({ length: 5 }, () => askFor(user)));
		expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
		await expect(askFor(lab.user)).rejects.toMatchObject({ code: "CONFLICT" });
		await expect(askFor(await lab.api.createUser("viewer"))).rejects.toMatchObject({ code: "FORBIDDEN" });
		const create = (input: object) => as(user).requests.create({ modelId, reason: "because", ...input } as never);
		await expect(create({ modelId: "openai/none" })).rejects.toMatchObject({ code: "NOT_FOUND" });
		for (const input of [{ modelId: "openai/*" }, { modelId: "custom/*" }, { reason: " " }, { userId: "x" }]) {
			await expect(create(input)).rejects.toMatchObject({ code: "BAD_REQUEST" });
		}
	});

	it("cannot be granted for another model, for ever, or where nobody asked", async () => {
		const { id: requestId } = await askFor(await trialUser());
		const grant = (input: object) => as(admin).requests.grant({ requestId, days: 1, ...input });
		await expect(grant({ modelPattern: "groq/*" })).rejects.toMatchObject({ code: "UNPROCESSABLE_CONTENT" });
		await expect(grant({ days: 366 })).rejects.toMatchObject({ code: "BAD_REQUEST" });
		await expect(grant({ requestId: "none" })).rejects.toMatchObject({ code: "NOT_FOUND" });
	});
});
