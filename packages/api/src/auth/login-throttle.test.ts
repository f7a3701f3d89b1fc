import { schema } from "@llm-hub/db";
import { like, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createTestApi, type TestApi } from "../test/harness.ts";
import { argon2 } from "./password.ts";
import { pruneAuth } from "./prune.ts";
import { createPerson, rightPassword, signIn } from "./test/people.ts";

const verify = vi.spyOn(argon2, "verify");

const { loginThrottles } = schema;

let api: TestApi;
beforeAll(async () => {
	api = await createTestApi();
});
afterAll(() => {
	verify.mockRestore();
	return api.close();
});
beforeEach(async () => {
	await api.db.delete(loginThrottles);
	verify.mockClear();
});

const attempt = (email: string, { password = "wrong", address = "203.0.113.9", on = api } = {}) =>
	on
		.as(null, { address })
		.auth.login({ email, password })
		.then(
			() => "OK",
			(error) => error.code as string,
		);
const counter = async (kind: "account" | "address") => {
	const [row] = await api.db
		.select()
		.from(loginThrottles)
		.where(like(loginThrottles.key, `${kind}:%`));
	return row;
};
/** As if so many seconds had gone by since the last attempt. */
const pass = (seconds: number) =>
	api.db.update(loginThrottles).set({
		lastFailureAt: sql`${loginThrottles.lastFailureAt} - make_interval(secs => ${seconds})`,
		blockedUntil: sql`${loginThrottles.blockedUntil} - make_interval(secs => ${seconds})`,
	});
/** However long a test takes, nothing is forgiven meanwhile: the last failure is an hour ahead. */
const holdForgiveness = () => pass(-3_600);
const secondsBlocked = async () => {
	const row = await counter("account");
	return row?.blockedUntil ? (row.blockedUntil.getTime() - row.lastFailureAt.getTime()) / 1000 : 0;
};

describe("an account", () => {
	it("counts 50 parallel wrong logins on two servers as 50, and checks only the first few", async () => {
		const { email } = await createPerson(api);
		const servers = [api, await api.restart()];
		const first = await attempt(email);
		await holdForgiveness();
		const others = Array.from({ length: 49 }, (_, index) => attempt(email, { on: servers[index % 2]! }));
		const answers = [first, ...(await Promise.all(others))];
		expect((await counter("account"))?.failures).toBe(50);
		expect((await counter("address"))?.failures).toBe(50);
		const checked = answers.filter((code) => code === "UNAUTHORIZED").length;
		expect(verify).toHaveBeenCalledTimes(checked);
		expect(checked).toBeLessThan(12);
		expect(answers.filter((code) => code === "TOO_MANY_REQUESTS")).toHaveLength(50 - checked);
	});

	it("waits twice as long after each failure from the fifth on, and at most 15 minutes", async () => {
		const waits: number[] = [];
		for (let failures = 1; failures <= 17; failures++) {
			expect(await attempt("nobody@example.com")).toBe("UNAUTHORIZED");
			waits.push(Math.round(await secondsBlocked()));
			await pass(1000);
		}
		expect(waits).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
	});

	it("refuses the right password as well while it waits, says how long, and stays refused after a restart", async () => {
		const { email } = await createPerson(api);
		for (let failures = 0; failures < 4; failures++) await attempt(email);
		await api.db.update(loginThrottles).set({ failures: 12 });
		await attempt(email);
		verify.mockClear();
		const restarted = await api.restart();
		await expect(restarted.as(null).auth.login({ email, password: rightPassword })).rejects.toMatchObject({
			code: "TOO_MANY_REQUESTS",
			message: expect.stringMatching(/^Too many failed sign-ins\. Try again in \d+ s\.$/),
			cause: { retryAfterSeconds: expect.toSatisfy((seconds: number) => seconds > 200 && seconds <= 256) },
		});
		expect(verify).not.toHaveBeenCalled();
		await pass(1000);
		expect(await attempt(email, { password: rightPassword, on: restarted })).toBe("OK");
	});

	it("does not make the wait longer for attempts during it", async () => {
		for (let failures = 0; failures < 4; failures++) await attempt("nobody@example.com");
		await api.db.update(loginThrottles).set({ failures: 12 });
		await attempt("nobody@example.com");
		const before = (await counter("account"))?.blockedUntil;
		expect(await attempt("nobody@example.com")).toBe("TOO_MANY_REQUESTS");
		expect((await counter("account"))?.blockedUntil).toEqual(before);
	});

	it("is forgiven by a success, and by a quiet day", async () => {
		const { email } = await createPerson(api);
		for (let failures = 0; failures < 4; failures++) await attempt(email);
		await signIn(api, email);
		expect(await counter("account")).toBeUndefined();
		await attempt(email);
		await pass(86_401);
		await attempt(email);
		expect((await counter("account"))?.failures).toBe(1);
	});

	it("is no other account's business", async () => {
		const { email } = await createPerson(api);
		await attempt("nobody@example.com");
		await api.db.update(loginThrottles).set({ failures: 12 });
		await Promise.all(Array.from({ length: 10 }, () => attempt("nobody@example.com")));
		expect(await attempt("nobody@example.com", { password: rightPassword })).toBe("TOO_MANY_REQUESTS");
		expect(await attempt(email, { password: rightPassword })).toBe("OK");
	});

	it("keeps no address of a person in the table", async () => {
		await attempt("nobody@example.com");
		expect(JSON.stringify(await api.db.select().from(loginThrottles))).not.toContain("nobody");
	});
});

describe("an address", () => {
	it("is refused after 100 failures on any accounts, and reaches no account's counter then", async () => {
		const { email } = await createPerson(api);
		await attempt("somebody@example.com");
		await holdForgiveness();
		await api.db.update(loginThrottles).set({ failures: 99 }).where(like(loginThrottles.key, "address:%"));
		expect(await attempt("nobody@example.com")).toBe("UNAUTHORIZED");
		expect(await attempt(email)).toBe("TOO_MANY_REQUESTS");
		expect(await api.db.$count(loginThrottles, like(loginThrottles.key, "account:%"))).toBe(2);
		expect(await attempt(email, { password: rightPassword, address: "203.0.113.10" })).toBe("OK");
	});

	it("is forgiven one failure every nine seconds, however often its people sign in", async () => {
		const { email } = await createPerson(api);
		await attempt("nobody@example.com");
		await api.db.update(loginThrottles).set({ failures: 50 }).where(like(loginThrottles.key, "address:%"));
		const startedAt = performance.now();
		for (let minute = 0; minute < 6; minute++) {
			await pass(6);
			expect(await attempt(email, { password: rightPassword })).toBe("OK");
		}
		const failures = (await counter("address"))?.failures;
		const most = Math.ceil((performance.now() - startedAt) / 9_000);
		expect(failures).toBeLessThanOrEqual(46);
		expect(failures).toBeGreaterThanOrEqual(46 - most);
	});

	it("keeps its failures when somebody there signs in", async () => {
		const { email } = await createPerson(api);
		for (let failures = 0; failures < 3; failures++) {
			await attempt("nobody@example.com");
			await holdForgiveness();
		}
		expect(await attempt(email, { password: rightPassword })).toBe("OK");
		expect((await counter("address"))?.failures).toBe(3);
	});

	it("is the whole /64 for IPv6", async () => {
		await attempt("nobody@example.com", { address: "2001:db8::1" });
		await holdForgiveness();
		await attempt("nobody@example.com", { address: "2001:db8::2" });
		expect((await counter("address"))?.failures).toBe(2);
	});
});

it("forgets in the table what is a day old", async () => {
	await attempt("nobody@example.com");
	await pass(86_401);
	await attempt("somebody@example.com", { address: "203.0.113.10" });
	await pruneAuth(api.db);
	expect(await api.db.$count(loginThrottles)).toBe(2);
});
