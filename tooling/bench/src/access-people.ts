import { randomBytes } from "node:crypto";
import { request } from "undici";
import { post } from "./ask.ts";
import { type Hub, signIn } from "./hub.ts";

const rulesOfTier = 50;

/** Bearer tokens of the callers that are compared. */
export interface People {
	/** One user's two API tokens: of the first each model is told that it may not run any, which asks no rule. */
	unruled: string;
	ruled: string;
	/** That user's session. */
	session: string;
	/** A session whose tier allows every model and no run. */
	spent: string;
}

/** Two users: one in a tier of many rules, and one whose tier allows every model and no run. */
export async function addPeople(hub: Hub): Promise<People> {
	const rule = { max_requests_per_day: null, max_context_length: null };
	const narrow = Array.from({ length: rulesOfTier - 1 }, (_, index) => ({
		...rule,
		tier_code: "bench_rules",
		model_pattern: `*/*-copy-*${index}`,
		allowed: index % 3 !== 0,
		priority: index % 5,
	}));
	const all = ["bench_rules", "bench_none"].map((tier_code) => {
		return { ...rule, tier_code, model_pattern: "*", allowed: true, priority: -1 };
	});
	const tier = { budget_usd: null };
	await put(hub, "tiers", {
		tiers: [
			...(await keptTiers(hub)),
			{ ...tier, code: "bench_rules", name: "Many rules", tests_per_month: null },
			{ ...tier, code: "bench_none", name: "No runs", tests_per_month: 0 },
		],
	});
	await put(hub, "rules", { rules: [...narrow, ...all] });
	const session = await addUser(hub, "bench_rules");
	return {
		session,
		unruled: await addToken(hub, session, ["catalog:read"]),
		ruled: await addToken(hub, session, ["catalog:read", "lab:run"]),
		spent: await addUser(hub, "bench_none"),
	};
}

export const headersOf = (token: string | null): Record<string, string> =>
	token ? { authorization: `Bearer ${token}`, "content-type": "application/json" } : {};

async function keptTiers(hub: Hub): Promise<object[]> {
	const { body } = await request(`${hub.url}/api/v1/admin/tiers`, { headers: headersOf(hub.token) });
	const { tiers } = (await body.json()) as { tiers: { users?: number }[] };
	return tiers.map(({ users: _, ...tier }) => tier);
}

async function put(hub: Hub, what: string, value: object): Promise<void> {
	const answer = await request(`${hub.url}/api/v1/admin/${what}`, {
		method: "PUT",
		headers: headersOf(hub.token),
		body: JSON.stringify(value),
	});
	const text = await answer.body.text();
	if (answer.statusCode !== 200) throw new Error(`The ${what} were not saved: ${text.slice(0, 300)}`);
}

/** @returns the session token */
async function addUser(hub: Hub, tier: string): Promise<string> {
	const account = { email: `${tier}@example.com`, password: randomBytes(16).toString("hex") };
	await made(post(`${hub.url}/api/v1/admin/users`, hub.token, { ...account, role: "user", tier }));
	return signIn(hub.url, account);
}

async function addToken(hub: Hub, owner: string, scopes: string[]): Promise<string> {
	const body = { name: scopes.join(" "), scopes };
	return (JSON.parse(await made(post(`${hub.url}/api/v1/admin/tokens`, owner, body))) as { token: string }).token;
}

async function made(asked: ReturnType<typeof post>): Promise<string> {
	const { statusCode, body } = await asked;
	const text = await body.text();
	if (statusCode >= 300) throw new Error(`Status ${statusCode}: ${text.slice(0, 300)}`);
	return text;
}
