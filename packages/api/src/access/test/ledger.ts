import { randomUUID } from "node:crypto";
import { type Db, preparedStatement, schema } from "@llm-hub/db";
import { sql } from "drizzle-orm";
import { batched } from "../../batched.ts";
import type { TestApi } from "../../test/harness.ts";
import { verdictOn } from "../authorize-run.ts";
import { loadFacts, type Subject } from "../facts.ts";
import { type Authorization, type KeptCounter, type Reservation, reserve, type WantedReservation } from "../reserve.ts";
import { reserveAtOnce, reservedAll, reservingAll } from "../reserve-at-once.ts";
import type { Tier } from "../schema.ts";
import { settling } from "../settle.ts";

const { tierModelRules, tiers } = schema;

/** A moment in the middle of a month and a day, so that no test crosses an edge by itself. */
export const noon = new Date("2026-11-16T12:00:00Z");

export async function authorize(
	api: TestApi,
	subject: Subject,
	{ modelId = "openai/gpt-test", estimateUsd = null as string | null } = {},
): Promise<Authorization> {
	const facts = await loadFacts(api, subject);
	return { facts, verdict: await verdictOn(api, facts, { modelId }), modelId, estimateUsd };
}

/** Reserves as runs do: those that come together at once where they fit, each with its own answer. */
export async function reserveIn(
	api: TestApi,
	authorization: Authorization,
	{ runId = randomUUID() as string, at = noon } = {},
): Promise<Reservation & { runId: string }> {
	return { ...(await reserveTogether(api.db, { runId, at, authorization })), runId };
}

const atOnce = preparedStatement<KeptCounter>(sql`with ${reservingAll()} ${reservedAll}`);
const reserveTogether = batched<WantedReservation, Reservation>(
	async (db, wanted) =>
		(await reserveAtOnce(wanted, (values) => atOnce(db, values))) ??
		(await db.transaction((tx) => reserve(tx, wanted))),
);

interface Settlement {
	counts: boolean;
	costUsd: string | null;
	isUnpriced?: boolean;
}

const settleBy = preparedStatement(sql`
	with ${settling(sql`
		select ${sql.placeholder("runId")}::text as run_id, ${sql.placeholder("state")}::text as state,
			${sql.placeholder("costUsd")}::numeric as cost_usd, ${sql.placeholder("isUnpriced")}::boolean as is_unpriced`)}
	select 1`);

/** Settles one run by itself. */
export async function settleOne(db: Db, runId: string, { counts, isUnpriced = false, costUsd }: Settlement) {
	await settleBy(db, { runId, state: counts ? "settled" : "released", costUsd, isUnpriced });
}

/** Gives the request and the hold back, as if the run had never been. */
export const release = (db: Db, runId: string): Promise<void> => settleOne(db, runId, { counts: false, costUsd: null });

/** A tier of its own with one rule for everything. */
export async function addTier(
	api: TestApi,
	code: string,
	{ perDay = null as number | null, ...limits }: Partial<Omit<Tier, "code">> & { perDay?: number | null } = {},
): Promise<string> {
	await api.db.insert(tiers).values({ code, name: code, position: 99, ...limits });
	const rule = { tierCode: code, modelPattern: "*", allowed: true, maxRequestsPerDay: perDay };
	await api.db.insert(tierModelRules).values(rule);
	return code;
}
