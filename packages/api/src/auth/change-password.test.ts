import { schema } from "@llm-hub/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { UserActor } from "../context.ts";
import { createTestApi, type TestApi } from "../test/harness.ts";
import { authenticate } from "./session.ts";
import { createPerson, rightPassword, signIn } from "./test/people.ts";

const newPassword = "gravel piano window";

let api: TestApi;
beforeAll(async () => {
	api = await createTestApi();
});
afterAll(() => api.close());

const enter = async () => signIn(api, (await createPerson(api)).email);
const hashOf = async ({ userId }: UserActor) =>
	(await api.db.select().from(schema.users).where(eq(schema.users.id, userId)))[0]?.passwordHash;

it("changes the password, ends every session and returns a fresh one", async () => {
	const here = await enter();
	const there = await signIn(api, here.actor.email);
	const bystander = await enter();
	const thereEnded = vi.fn();
	api.services.sessionEvents.onEnded(there.actor.sessionId, thereEnded);
	const setSessionCookie = vi.fn();
	const fresh = await api
		.as(here.actor, { setSessionCookie })
		.auth.changePassword({ currentPassword: rightPassword, newPassword });
	expect(setSessionCookie).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ token: fresh.token }));
	expect(thereEnded).toHaveBeenCalledOnce();
	expect(await authenticate(api.db, here.token)).toBeNull();
	expect(await authenticate(api.db, there.token)).toBeNull();
	expect(await authenticate(api.db, fresh.token)).toMatchObject({ userId: here.actor.userId });
	expect(await authenticate(api.db, bystander.token)).not.toBeNull();

	const login = (password: string) => api.as(null).auth.login({ email: here.actor.email, password });
	await expect(login(rightPassword)).rejects.toMatchObject({ code: "UNAUTHORIZED" });
	expect((await login(newPassword)).user.id).toBe(here.actor.userId);
});

it("changes nothing without the current password, and counts it as a failed sign-in", async () => {
	const { actor, caller, token } = await enter();
	const before = await hashOf(actor);
	const guess = () => caller.auth.changePassword({ currentPassword: "wrong", newPassword });
	await expect(guess()).rejects.toMatchObject({
		code: "UNPROCESSABLE_CONTENT",
		cause: { details: { issues: [{ path: "currentPassword", message: "That is not your current password." }] } },
	});
	for (let failures = 1; failures < 5; failures++) await guess().catch(() => {});
	await api.db.update(schema.loginThrottles).set({ blockedUntil: new Date(Date.now() + 60_000) });
	await expect(guess()).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS" });
	await api.db.delete(schema.loginThrottles);
	expect(await hashOf(actor)).toBe(before);
	expect(await authenticate(api.db, token)).not.toBeNull();
});

it("refuses a password that guessers try first", async () => {
	const { actor, caller } = await enter();
	const before = await hashOf(actor);
	await expect(
		caller.auth.changePassword({ currentPassword: rightPassword, newPassword: "baseball" }),
	).rejects.toMatchObject({
		code: "UNPROCESSABLE_CONTENT",
		cause: { details: { issues: [{ path: "newPassword" }] } },
	});
	expect(await hashOf(actor)).toBe(before);
});

it("lets one of two changes at once win", async () => {
	const { actor, caller } = await enter();
	const change = (phrase: string) =>
		caller.auth.changePassword({ currentPassword: rightPassword, newPassword: phrase }).then(
			() => "changed",
			(error) => error.code as string,
		);
	const [one, two] = await Promise.all([change("gravel piano window"), change("window piano gravel")]);
	expect([one, two]).toContain("changed");
	expect(["CONFLICT", "UNPROCESSABLE_CONTENT"]).toContain(one === "changed" ? two : one);
	expect(await api.db.$count(schema.sessions, eq(schema.sessions.userId, actor.userId))).toBe(1);
});

it("is closed to the anonymous, and takes no word on whose password it is", async () => {
	const input = { currentPassword: rightPassword, newPassword };
	await expect(api.as(null).auth.changePassword(input)).rejects.toMatchObject({ code: "UNAUTHORIZED" });
	const { caller } = await enter();
	const victim = await createPerson(api);
	const forged = { ...input, userId: victim.userId };
	await expect(caller.auth.changePassword(forged)).rejects.toMatchObject({ code: "BAD_REQUEST" });
});
