import { request } from "undici";
import { addPeople, headersOf, type People } from "./access-people.ts";
import { post } from "./ask.ts";
import { fillCatalog } from "./database.ts";
import { type Hub, startHub } from "./hub.ts";
import { median } from "./load.ts";
import type { Upstream } from "./sandbox.ts";
import { maxTokens, model } from "./target.ts";

const models = 5_000;
const pageSize = 1_000;
const listingsAtOnce = 4;
const rounds = 9;
/** How many listings, or refused calls, one round measures. */
const listingsPerRound = 12;
const refusalsPerRound = 640;

/** Processor milliseconds of the server, medians of the rounds. */
export interface AccessCost {
	listings: {
		door: string;
		caller: string;
		cpuMs: number;
		/** Beside the caller of the same door who is told the same of every model without a rule being asked; median. */
		ratio: number;
		bytes: number;
	}[];
	/** A call that is refused because its quota is used up: all that comes before the provider, the reservation included. */
	refusedCallMs: number;
}

const doors = {
	tRPC: (offset: number) =>
		`/trpc/catalog.list?input=${encodeURIComponent(JSON.stringify({ limit: pageSize, offset }))}`,
	REST: (offset: number) => `/api/v1/llm/models?limit=${pageSize}&offset=${offset}`,
};

/** The first is what the others of a door are compared with. */
const callers = {
	"a token that may run nothing: no rule is asked": ({ unruled }: People) => unruled,
	"a token of the same user, under 50 rules": ({ ruled }: People) => ruled,
	"that user, signed in": ({ session }: People) => session,
	"nobody signed in": () => null,
};

/**
 * What deciding costs. Two tokens of one user are given the same list, one under fifty rules and one of which no rule is
 * asked: what lies between them is the resolver and all that it reads. All callers are measured in turn, so that what
 * else the machine does falls on each; the reservation is bounded from above by whole calls that end in it.
 */
export async function measureAccess(upstream: Upstream, postgresUrl: string, concurrency: number): Promise<AccessCost> {
	const hub = await startHub(upstream, postgresUrl);
	try {
		if (hub.databaseUrl) await fillCatalog(hub.databaseUrl, models);
		const people = await addPeople(hub);
		const lists = Object.entries(doors).flatMap(([door, pathOf]) =>
			Object.entries(callers).map(([caller, tokenOf], place, { length }) => {
				const all = () => listAll(hub, pathOf, tokenOf(people));
				return { door, caller, all, base: -(place % length), cpuMs: [] as number[], bytes: 0 };
			}),
		);
		const refused: number[] = [];
		for (let round = 0; round <= rounds; round++) {
			const cpuMs: number[] = [];
			for (const list of lists) cpuMs.push(await cpuOfEach(hub, listingsPerRound, listingsAtOnce, list.all));
			const refusal = await cpuOfEach(hub, refusalsPerRound, concurrency, () => callInVain(hub, people.spent));
			// The first round only warms up.
			if (round === 0) continue;
			for (const [index, { cpuMs: of }] of lists.entries()) of.push(cpuMs[index] ?? Number.NaN);
			refused.push(refusal);
		}
		for (const list of lists) list.bytes = await list.all();
		return {
			listings: lists.map(({ door, caller, base, cpuMs, bytes }, index) => {
				const beside = lists[index + base]?.cpuMs ?? [];
				const ratios = cpuMs.map((ms, round) => ms / (beside[round] ?? Number.NaN));
				return { door, caller, bytes, cpuMs: median(cpuMs), ratio: median(ratios) };
			}),
			refusedCallMs: median(refused),
		};
	} finally {
		await hub.stop();
	}
}

/** Every page of the catalog, one after the other. @returns how many bytes */
async function listAll(hub: Hub, pathOf: (offset: number) => string, token: string | null): Promise<number> {
	let bytes = 0;
	for (let offset = 0; offset < models; offset += pageSize) {
		const answer = await request(`${hub.url}${pathOf(offset)}`, { headers: headersOf(token) });
		const body = await answer.body.bytes();
		bytes += body.length;
		if (answer.statusCode !== 200) throw new Error(`Status ${answer.statusCode}: ${Buffer.from(body).toString()}`);
	}
	return bytes;
}

async function callInVain(hub: Hub, token: string): Promise<void> {
	const messages = [{ role: "user", content: "In vain." }];
	const body = { model_id: `openai/${model}`, messages, max_tokens: maxTokens, stream: true };
	const answer = await post(`${hub.url}/api/v1/llm/test`, token, body);
	const text = await answer.body.text();
	if (answer.statusCode !== 429) throw new Error(`Status ${answer.statusCode} and not 429: ${text.slice(0, 300)}`);
}

/** Processor milliseconds of each of `times` pieces of work, `concurrency` at once. */
async function cpuOfEach(hub: Hub, times: number, concurrency: number, work: () => Promise<unknown>): Promise<number> {
	let left = times;
	const before = hub.child.cpuMs() ?? Number.NaN;
	await Promise.all(
		Array.from({ length: concurrency }, async () => {
			while (left-- > 0) await work();
		}),
	);
	return ((hub.child.cpuMs() ?? Number.NaN) - before) / times;
}
