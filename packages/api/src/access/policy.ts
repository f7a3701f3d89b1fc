import { type Db, type DbOrTx, schema } from "@llm-hub/db";
import { asc, type SQL, sql } from "drizzle-orm";
import { type CompiledRules, compileRules } from "./resolver.ts";
import type { Tier } from "./schema.ts";
import { plainUsd } from "./usd.ts";

const { tierModelRules, tiers } = schema;

/** The tiers and rules in force, compiled. */
export interface Policy {
	/** What it was read from: the same text as long as the tables say the same. */
	fingerprint: string;
	/** From the smallest to the largest. */
	tiers: readonly Tier[];
	rules: CompiledRules;
}

export interface PolicyCache {
	/** The policy with that fingerprint, from memory unless it has changed since. Not for use inside a transaction. */
	get(db: Db, fingerprint: string): Promise<Policy>;
}

/**
 * A digest of the tables themselves, to be selected along with what is being read anyway: whoever changed them, by
 * whatever way, no server decides by rules of yesterday.
 */
export const policyFingerprint: SQL<string> = sql<string>`(select md5(concat(
	(select string_agg(t::text, E'\n' order by t.code) from ${tiers} t), E'\n\n',
	(select string_agg(r::text, E'\n' order by r.tier_code, r.model_pattern) from ${tierModelRules} r))))`;

export function createPolicyCache(): PolicyCache {
	let current: Policy | null = null;
	return {
		get: async (db, fingerprint) => {
			if (current?.fingerprint !== fingerprint) current = await loadPolicy(db);
			return current;
		},
	};
}

/** Reads the policy as it is now, in one snapshot. */
export function loadPolicy(db: Db): Promise<Policy> {
	const snapshot = { isolationLevel: "repeatable read", accessMode: "read only" } as const;
	return db.transaction(async (tx) => {
		const [digest] = await tx.execute<{ fingerprint: string }>(sql`select ${policyFingerprint} as fingerprint`);
		return {
			fingerprint: digest?.fingerprint ?? "",
			tiers: await readTiers(tx),
			rules: compileRules(await readRules(tx)),
		};
	}, snapshot);
}

/** From the smallest to the largest. */
export async function readTiers(db: DbOrTx): Promise<Tier[]> {
	const rows = await db
		.select({ code: tiers.code, name: tiers.name, testsPerMonth: tiers.testsPerMonth, budgetUsd: tiers.budgetUsd })
		.from(tiers)
		.orderBy(asc(tiers.position), asc(tiers.code));
	return rows.map((row) => ({ ...row, budgetUsd: row.budgetUsd && plainUsd(row.budgetUsd) }));
}

/** By tier and precedence, as people read them. */
export const readRules = (db: DbOrTx) =>
	db
		.select({
			tierCode: tierModelRules.tierCode,
			modelPattern: tierModelRules.modelPattern,
			allowed: tierModelRules.allowed,
			maxRequestsPerDay: tierModelRules.maxRequestsPerDay,
			maxContextLength: tierModelRules.maxContextLength,
			priority: tierModelRules.priority,
		})
		.from(tierModelRules);
