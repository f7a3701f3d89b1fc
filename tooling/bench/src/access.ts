import { randomBytes } from "node:crypto";
import { request } from "undici";
import { post } from "./ask.ts";
import { fillCatalog } from "./database.ts";
import { type Hub, signIn, startHub } from "./hub.ts";
import type { Upstream } from "./sandbox.ts";
import { maxTokens, model } from "./target.ts";

const models = 5_000;
const rulesOfTier = 50;
const pageSize = 1_000;
const listingsAtOnce = 4;
const rounds = 6;
/** How many listings, or refused calls, one round measures. */
const listingsPerRound = 12;
const refusalsPerRound = 640;

/** Processor milliseconds of the server. */
export interface AccessCost {
	/** A listing of all models for nobody, and for a user whose tier has fifty rules. */
	anonymousListingMs: number;
	judgedListingMs: number;
	/** A call that is refused because its quota is used up: all that comes before the provider, the reservation included. */
	refusedCallMs: number;
}

/**
 * What deciding costs. The two listings are measured in turn, so that what else the machine does falls on both; the
 * reservation is bounded from above by whole calls that end in it.
 */
export async function measureAccess(upstream: Upstream, postgresUrl: string, concurrency: number): Promise<AccessCost> {
	const hub = await startHub(upstream, postgresUrl);
	try {
		if (hub.databaseUrl) await fillCatalog(hub.databaseUrl, models);
		const { reader, spent } = await setUp(hub);
		const anonymous: number[] = [];
		const judged: number[] = [];
		const refused: number[] = [];
		for (let round = 0; round <= rounds; round++) {
			const figures = [
				await cpuOfEach(hub, listingsPerRound, listingsAtOnce, () => listAll(hub, null)),
				await cpuOfEach(hub, listingsPerRound, listingsAtOnce, () => listAll(hub, reader)),
				await cpuOfEach(hub, refusalsPerRound, concurrency, () => callInVain(hub, spent)),
			] as const;
			// The first round only warms up.
			if (round === 0) continue;
			for (const [index, of] of [anonymous, judged, refused].entries()) of.push(figures[index] ?? Number.NaN);
		}
		return {
			anonymousListingMs: median(anonymous),
			judgedListingMs: median(judged),
			refusedCallMs: median(refused),
		};
	} finally {
		await hub.stop();
	}
}

const median = (figures: number[]) => figures.sort((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN;

/** Two users: one in a tier of many rules, and one whose tier allows every model and no run. */
async function setUp(hub: Hub): Promise<{ reader: string; spent: string }> {
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
	return { reader: await addUser(hub, "bench_rules"), spent: await addUser(hub, "bench_none") };
}

const headersOf = (token: string) => ({ authorization: `Bearer ${token}`, "content-type": "application/json" });

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
	const answer = await post(`${hub.url}/api/v1/admin/users`, hub.token, { ...account, role: "user", tier });
	const text = await answer.body.text();
	if (answer.statusCode >= 300) throw new Error(`The user was not added: ${text.slice(0, 300)}`);
	return signIn(hub.url, account);
}

/** Every page of the catalog, one after the other. */
async function listAll(hub: Hub, token: string | null): Promise<void> {
	for (let offset = 0; offset < models; offset += pageSize) {
		const input = encodeURIComponent(JSON.stringify({ limit: pageSize, offset }));
		const answer = await request(`${hub.url}/trpc/catalog.list?input=${input}`, {
			headers: token ? headersOf(token) : {},
		});
		const text = await answer.body.text();
		if (answer.statusCode !== 200) throw new Error(`Status ${answer.statusCode}: ${text.slice(0, 300)}`);
	}
}

async function callInVain(hub: Hub, token: string): Promise<void> {
	const messages = [{ role: "user", content: "In vain." }];
	const body = { model_id: `openai/${model}`, messages, max_tokens: maxTokens, stream: true };
	const answer = await post(`${hub.url}/api/v1/llm/test`, token, body);
	const text = await answer.body.text();
	if (answer.statusCode !== 429) throw new Error(`Status ${answer.statusCode} and not 429: ${text.slice(0, 300)}`);
}

/** Processor milliseconds of each of `times` pieces of work, `concurrency` at once. */
async function cpuOfEach(hub: Hub, times: number, concurrency: number, work: () => Promise<void>): Promise<number> {
	let left = times;
	const before = hub.child.cpuMs() ?? Number.NaN;
	await Promise.all(
		Array.from({ length: concurrency }, async () => {
			while (left-- > 0) await work();
		}),
	);
	return ((hub.child.cpuMs() ?? Number.NaN) - before) / times;
}
