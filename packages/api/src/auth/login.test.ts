import { schema } from "@llm-hub/db";
import { parseOptions } from "@node-rs/argon2";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createTestApi, type TestApi } from "../test/harness.ts";
import { argon2, hashPassword } from "./password.ts";
import { authenticate } from "./session.ts";
import { createPerson, rightPassword, signIn } from "./test/people.ts";

// The real library, watched: how often it verified is the work that a caller could time.
const verify = vi.spyOn(argon2, "verify");

let api: TestApi;
beforeAll(async () => {
	api = await createTestApi();
});
afterAll(() => {
	verify.mockRestore();
	return api.close();
});
beforeEach(async () => {
	await api.db.delete(schema.loginThrottles);
	verify.mockClear();
});

const failure = async (email: string, password: string) =>
	api
		.as(null)
		.auth.login({ email, password })
		.then(
			() => null,
			({ code, message, cause }) => ({ code, message, details: cause.details }),
		);

describe("a login that fits", () => {
	it("returns the person, a token and its end, and sets the cookie", async () => {
		const person = await createPerson(api, { email: "ada@example.com", role: "power_user" });
		const setSessionCookie = vi.fn();
		const opened = await api
			.as(null, { setSessionCookie })
			.auth.login({ email: "  ADA@example.com", password: rightPassword });
		expect(opened.user).toEqual({
			id: person.userId,
			email: "ada@example.com",
			name: person.name,
			role: "power_user",
			tierCode: "enterprise",
		});
		expect(opened.token).toMatch(/^[\w-]{43}$/);
		expect(opened.expiresAt.getTime()).toBeGreaterThan(Date.now());
		expect(setSessionCookie).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ token: opened.token }));
		expect(await authenticate(api.db, opened.token)).toMatchObject({ userId: person.userId, role: "power_user" });
	});

	it("takes a new token each time, and ends the session it was made from", async () => {
		const { email } = await createPerson(api);
		const first = await signIn(api, email);
		const elsewhere = await signIn(api, email);
		const again = await first.caller.auth.login({ email, password: rightPassword });
		expect(new Set([first.token, elsewhere.token, again.token]).size).toBe(3);
		expect(await authenticate(api.db, first.token)).toBeNull();
		expect(await authenticate(api.db, elsewhere.token)).not.toBeNull();
		expect(await authenticate(api.db, again.token)).not.toBeNull();
	});

	it("never refuses parallel logins of one person", async () => {
		const { email } = await createPerson(api);
		const opened = await Promise.all(Array.from({ length: 12 }, () => signIn(api, email)));
		expect(new Set(opened.map(({ token }) => token)).size).toBe(12);
	});

	it("raises the hash of a password that was stored with less", async () => {
		const weaker = await argon2.hash(rightPassword, { memoryCost: 8192, timeCost: 1 });
		const { email, userId } = await api.createUser("user", { passwordHash: weaker });
		const stored = async () => {
			const [row] = await api.db.select().from(schema.users).where(eq(schema.users.id, userId));
			return row?.passwordHash;
		};
		await signIn(api, email);
		const raised = await stored();
		expect(raised).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
		await signIn(api, email);
		expect(await stored()).toBe(raised);
	});
});

describe("a login that does not fit", () => {
	it("answers the same for an unknown person, a wrong password, a disabled one and one without a password", async () => {
		const known = await createPerson(api);
		const disabled = await createPerson(api);
		await api.db.update(schema.users).set({ disabledAt: new Date() }).where(eq(schema.users.id, disabled.userId));
		const bySsoOnly = await api.createUser("user");
		const answers = [
			await failure("nobody@example.com", rightPassword),
			await failure(known.email, "wrong"),
			await failure(disabled.email, rightPassword),
			await failure(bySsoOnly.email, rightPassword),
		];
		expect(answers[0]).toEqual({
			code: "UNAUTHORIZED",
			message: "The e-mail address or the password is not right.",
			details: {},
		});
		for (const answer of answers) expect(answer).toEqual(answers[0]);
	});

	it("does the same work for an unknown person as for a wrong password", async () => {
		const { email } = await createPerson(api);
		const parameters = async (address: string) => {
			verify.mockClear();
			await failure(address, "wrong");
			return verify.mock.calls.map(([stored]) => parseOptions(String(stored)));
		};
		const unknown = await parameters("nobody@example.com");
		expect(unknown).toHaveLength(1);
		expect(await parameters(email)).toEqual(unknown);
	});

	it.each(["' or '1'='1", "admin'--", "x'; drop table users; --@example.com", '"; select pg_sleep(9); --', "%", "\\"])(
		"takes %s for an unknown address and nothing else",
		async (email) => {
			await createPerson(api, { email: `${crypto.randomUUID()}@example.com` });
			expect(await failure(email, "' or true --")).toMatchObject({ code: "UNAUTHORIZED" });
			expect(await api.db.$count(schema.users)).toBeGreaterThan(0);
		},
	);

	it.each([{ role: "admin" }, { userId: "1" }, { isAdmin: true }])("refuses the extra field %o", async (extra) => {
		const input = { email: "a@example.com", password: "x", ...extra };
		await expect(api.as(null).auth.login(input)).rejects.toMatchObject({ code: "BAD_REQUEST" });
	});

	it("is logged with address and reason, and without password or token", async () => {
		const { email } = await createPerson(api);
		await failure(email, "a-wrong-password-7731");
		await failure("typed-into-the-wrong-field", "x");
		const { token } = await signIn(api, email);
		const log = api.logLines.join("");
		expect(log).toContain(`"email":"${email}","address":"127.0.0.1","reason":"wrong password"`);
		for (const secret of ["a-wrong-password-7731", "typed-into-the-wrong-field", rightPassword, token]) {
			expect(log).not.toContain(secret);
		}
	});
});

it("lets a password change that came between win over a login in flight", async () => {
	const { email, userId } = await createPerson(api);
	const changed = await hashPassword("another phrase");
	verify.mockImplementationOnce(async () => {
		await api.db.update(schema.users).set({ passwordHash: changed }).where(eq(schema.users.id, userId));
		return true;
	});
	expect(await failure(email, rightPassword)).toMatchObject({ code: "UNAUTHORIZED" });
	expect(await api.db.$count(schema.sessions, eq(schema.sessions.userId, userId))).toBe(0);
});
