import { type DbOrTx, schema, type Tx } from "@llm-hub/db";
import { count, isNull, sql } from "drizzle-orm";
import { recordAudit } from "../../audit/record.ts";
import type { Context } from "../../context.ts";
import { ConflictError, InvalidInputError } from "../../errors.ts";
import { policyFingerprint, readRules, readTiers } from "../policy.ts";
import { ruleKey } from "../quotas.ts";
import type { Rule } from "../schema.ts";
import type { RulesOutput, SaveRulesInput, SaveTiersInput, TierNamesOutput, TiersOutput } from "./schema.ts";

const { tierModelRules, tiers, users } = schema;

/** The tiers from the smallest to the largest, with how many enabled users each has. */
export async function listTiers({ db }: Pick<Context, "db">): Promise<TiersOutput> {
	const byTier = await usersByTier(db);
	const rows = await readTiers(db);
	const listed = rows.map((tier) => ({ ...tier, users: byTier.get(tier.code) ?? 0 }));
	return { version: await versionOf(db), tiers: listed };
}

/** What people call the tiers, by code. */
export async function nameTiers({ db }: Pick<Context, "db">): Promise<TierNamesOutput> {
	return (await readTiers(db)).map(({ code, name }) => ({ code, name }));
}

/** The rules, each tier's in the order in which they win. */
export async function listRules({ db }: Pick<Context, "db">): Promise<RulesOutput> {
	return { version: await versionOf(db), rules: await sortedRules(db) };
}

/**
 * Replaces the tiers, all at once. Rules of a removed tier go with it.
 * @throws ConflictError when users still have a removed tier, or somebody saved in between; InvalidInputError
 */
export async function saveTiers(ctx: Context, input: SaveTiersInput): Promise<TiersOutput> {
	refuseTwice(
		input.tiers.map(({ code }) => code),
		(index) => `tiers.${index}.code`,
	);
	await ctx.db.transaction(async (tx) => {
		await holdPolicy(tx, input.version);
		// No user may be given a tier between the count and the removal.
		await tx.select({ code: tiers.code }).from(tiers).orderBy(tiers.code).for("update");
		const before = await readTiers(tx);
		const kept = new Set(input.tiers.map(({ code }) => code));
		const everyone = await tx.select({ code: users.tierCode, n: count() }).from(users).groupBy(users.tierCode);
		for (const { code, n } of everyone) {
			if (kept.has(code) || !before.some((tier) => tier.code === code)) continue;
			throw new ConflictError(`${n} users have the tier ${code}. Give them another one first.`, { tierCode: code });
		}
		for (const { code } of before) {
			if (!kept.has(code)) await tx.delete(tiers).where(sql`${tiers.code} = ${code}`);
		}
		for (const [index, tier] of input.tiers.entries()) {
			const row = { ...tier, position: index + 1 };
			await tx.insert(tiers).values(row).onConflictDoUpdate({ target: tiers.code, set: row });
		}
		const target = { type: "tiers", name: "Tiers" };
		await recordAudit(tx, ctx, {
			action: "access.tiers.save",
			target,
			before: { tiers: before },
			after: { tiers: input.tiers },
		});
	});
	return listTiers(ctx);
}

/**
 * Replaces the rules, all at once; they decide from the next call on, on every server.
 * @throws InvalidInputError for a rule of no tier, or two of one pattern; ConflictError when somebody saved in between
 */
export async function saveRules(ctx: Context, input: SaveRulesInput): Promise<RulesOutput> {
	await ctx.db.transaction(async (tx) => {
		await holdPolicy(tx, input.version);
		await checkRules(tx, input.rules);
		const before = await sortedRules(tx);
		await tx.delete(tierModelRules);
		if (input.rules.length > 0) await tx.insert(tierModelRules).values(input.rules);
		const gone = without(before, input.rules);
		const added = without(input.rules, before);
		const target = { type: "rules", name: "Access rules" };
		await recordAudit(tx, ctx, {
			action: "access.rules.save",
			target,
			before: { rules: gone },
			after: { rules: added },
		});
	});
	return listRules(ctx);
}

/** @throws InvalidInputError for a rule of no tier, or two of one tier and pattern */
export async function checkRules(db: DbOrTx, rules: readonly Rule[]): Promise<void> {
	refuseTwice(rules.map(ruleKey), (index) => `rules.${index}.modelPattern`);
	const known = new Set((await readTiers(db)).map(({ code }) => code));
	const stray = rules.findIndex(({ tierCode }) => !known.has(tierCode));
	if (stray >= 0) throw new InvalidInputError(`rules.${stray}.tierCode`, `There is no tier ${rules[stray]?.tierCode}.`);
}

function refuseTwice(keys: readonly string[], pathOf: (index: number) => string): void {
	const again = keys.findIndex((key, index) => keys.indexOf(key) < index);
	if (again >= 0) throw new InvalidInputError(pathOf(again), `${keys[again]} stands here twice.`);
}

/** One save at a time. @throws ConflictError when the tables are not what the editor began with */
async function holdPolicy(tx: Tx, version: string | undefined): Promise<void> {
	await tx.execute(sql`select pg_advisory_xact_lock(hashtext('llm-hub access policy'))`);
	if (version === undefined || version === (await versionOf(tx))) return;
	throw new ConflictError("Somebody else changed tiers or rules meanwhile. Reload, and change them again.");
}

async function versionOf(db: DbOrTx): Promise<string> {
	const [row] = await db.execute<{ version: string }>(sql`select ${policyFingerprint} as version`);
	return row?.version ?? "";
}

async function usersByTier(db: DbOrTx): Promise<Map<string, number>> {
	const rows = await db
		.select({ code: users.tierCode, n: count() })
		.from(users)
		.where(isNull(users.disabledAt))
		.groupBy(users.tierCode);
	return new Map(rows.map(({ code, n }) => [code, n]));
}

async function sortedRules(db: DbOrTx): Promise<Rule[]> {
	const order = new Map((await readTiers(db)).map(({ code }, index) => [code, index]));
	const place = (rule: Rule) => order.get(rule.tierCode) ?? order.size;
	return (await readRules(db)).toSorted(
		(a, b) =>
			place(a) - place(b) ||
			b.priority - a.priority ||
			b.modelPattern.length - a.modelPattern.length ||
			(a.modelPattern < b.modelPattern ? -1 : 1),
	);
}

/** The rules that are not in the other list exactly so. */
function without(rules: readonly Rule[], others: readonly Rule[]): Rule[] {
	const text = (rule: Rule) =>
		JSON.stringify([ruleKey(rule), rule.allowed, rule.maxRequestsPerDay, rule.maxContextLength, rule.priority]);
	const known = new Set(others.map(text));
	return rules.filter((rule) => !known.has(text(rule)));
}
