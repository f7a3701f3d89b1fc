import { schema } from "@llm-hub/db";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestApi, type TestApi } from "../test/harness.ts";
import { createPerson } from "./test/people.ts";

let api: TestApi;
beforeAll(async () => {
	api = await createTestApi();
});
afterAll(() => api.close());

/**
 * How long a failed sign-in takes, in microseconds, with every throttle forgotten before it. In time of the processor, all
 * threads of this process together: what a clock would show on a machine that does nothing else beside it.
 */
async function failedLogin(email: string, { throttled = false } = {}): Promise<number> {
	await api.db.delete(schema.loginThrottles);
	if (throttled) {
		const blocked = { failures: 999, lastFailureAt: new Date(), blockedUntil: new Date(Date.now() + 60_000) };
		await api.db.insert(schema.loginThrottles).values({ key: "address:127.0.0.1", ...blocked });
	}
	const before = process.cpuUsage();
	const outcome = await api
		.as(null)
		.auth.login({ email, password: "wrong" })
		.then(
			() => "OK",
			({ code }: { code: string }) => code,
		);
	const { user, system } = process.cpuUsage(before);
	expect(outcome).toBe(throttled ? "TOO_MANY_REQUESTS" : "UNAUTHORIZED");
	return user + system;
}

/**
 * The share of pairs in which the first sample's value is the greater one: Mann-Whitney's U over the number of pairs. One
 * half where nobody could tell the samples apart by time, 0 or 1 where a single look is enough.
 */
function superiority(first: number[], second: number[]): number {
	const wins = first.flatMap((a) => second.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
	return wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
}

/** Of each kind, taken in turns: what changes meanwhile falls on both alike. */
const samples = 75;

it("takes as long for an address that nobody has as for a wrong password", async () => {
	const { email } = await createPerson(api);
	const kinds = { known: [] as number[], unknown: [] as number[], withoutHashing: [] as number[] };
	for (const person of [email, "nobody@example.com"]) await failedLogin(person);
	for (let round = 0; round < samples; round++) {
		const known = async () => kinds.known.push(await failedLogin(email));
		const unknown = async () => kinds.unknown.push(await failedLogin(`nobody-${round}@example.com`));
		// Whoever comes second has no advantage of it.
		for (const kind of round % 2 ? [known, unknown] : [unknown, known]) await kind();
		if (round % 5 === 0) kinds.withoutHashing.push(await failedLogin(email, { throttled: true }));
	}
	// With equal distributions the share has a standard deviation of 0.047 around one half: 0.27 is more than five of them.
	const share = superiority(kinds.known, kinds.unknown);
	expect(Math.abs(share - 0.5), `U of the pairs: ${share}`).toBeLessThan(0.27);
	// That the measure can tell is shown by a failure that checks no password.
	expect(superiority(kinds.known, kinds.withoutHashing)).toBeGreaterThan(0.9);
});
