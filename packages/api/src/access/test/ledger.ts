import { randomUUID } from "node:crypto";
import { schema } from "@llm-hub/db";
import type { TestApi } from "../../test/harness.ts";
import { verdictOn } from "../authorize-run.ts";
import { loadFacts, type Subject } from "../facts.ts";
import { type Authorization, type Reservation, reserve } from "../reserve.ts";
import type { Tier } from "../schema.ts";

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

/** Reserves as a run does, in a transaction of its own. */
export const reserveIn = (
	api: TestApi,
	authorization: Authorization,
	{ runId = randomUUID() as string, at = noon } = {},
): Promise<Reservation & { runId: string }> =>
	api.db.transaction(async (tx) => ({ ...(await reserve(tx, authorization, { runId, at })), runId }));

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
