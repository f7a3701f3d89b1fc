import { preparedStatement, readsOf, schema } from "@llm-hub/db";
import { type ProviderType, providerTypes } from "@llm-hub/providers";
import { type SQL, sql } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import { loadCallerFacts, subjectOf } from "../access/authorize-run.ts";
import type { AccessFacts, Subject } from "../access/facts.ts";
import { policyFingerprint } from "../access/policy.ts";
import { batched } from "../batched.ts";
import { type CatalogModel, findModel } from "../catalog/find-model.ts";
import type { UserContext } from "../context.ts";
import { type KeysOfProvider, readKeys } from "../keys/resolve-target.ts";

const { apiTokens, llmModels, llmProviders, providerKeyVersions, userProviderKeys, users } = schema;

/** Who wants to run which model of a named provider. */
interface RunQuestion extends Subject {
	modelId: string;
	provider: ProviderType;
}

/** What a run stands on, as the database had it. */
export interface RunFacts {
	model: CatalogModel | null;
	caller: AccessFacts;
	keys: KeysOfProvider;
}

/** Facts with a digest of the rows that they were read from: as long as it is the same, they are what the database has. */
export interface StampedFacts {
	question: RunQuestion;
	facts: RunFacts;
	stamp: string;
}

/**
 * Facts of runs that began. A run is decided by them without a look at the database, and begins only where they are still
 * what it has: the statement that writes its row compares the stamp. Nobody is refused by them.
 */
export type RememberedFacts = LRUCache<string, StampedFacts>;

/** A few kB each. */
const mostRemembered = 1_000;

export const createRememberedFacts = (): RememberedFacts => new LRUCache({ max: mostRemembered });

/** Null for a custom server's model: what its id means is found out on the way. */
export function questionOf(ctx: UserContext, modelId: string): RunQuestion | null {
	const provider = providerTypes.find((type) => modelId.startsWith(`${type}/`));
	return provider === undefined || provider === "custom" ? null : { ...subjectOf(ctx), modelId, provider };
}

export const nameOf = ({ userId, tokenId, modelId }: RunQuestion): string => `${userId} ${tokenId ?? ""} ${modelId}`;

/** Reads what a run stands on. The stamp comes first: what changes meanwhile makes it old, and never the facts. */
export async function readFacts(ctx: UserContext, question: RunQuestion): Promise<StampedFacts> {
	const { modelId, provider, userId } = question;
	const stamp = await stampOf(ctx.db, question);
	const [model, caller, keys] = await Promise.all([
		findModel(ctx, modelId),
		loadCallerFacts(ctx),
		readKeys(ctx, provider, userId),
	]);
	return { question, stamp, facts: { model, caller, keys } };
}

const asked = (json: SQL | ReturnType<typeof sql.placeholder>): SQL =>
	sql`jsonb_to_recordset(${json}::jsonb) as a(place int, user_id text, token_id text, model_id text, provider text, stamp text)`;

/**
 * The digest for a row `a` of {@link asked}, by the rows themselves: whoever changed one, by whatever way, it is another.
 * `xmin` is the transaction that wrote a row; of people and tokens, which are written at every visit, it is what counts here.
 */
const stampNow: SQL = sql`md5(row(
	(select m.xmin from ${llmModels} m where m.id = a.model_id),
	(select string_agg(row(k.id, k.xmin)::text, ' ' order by k.id) from ${llmProviders} k where k.provider_type = a.provider),
	(select string_agg(row(v.id, v.xmin)::text, ' ' order by v.id) from ${providerKeyVersions} v
		join ${llmProviders} k on k.id = v.provider_id where k.provider_type = a.provider),
	(select row(o.id, o.xmin)::text from ${userProviderKeys} o where o.user_id = a.user_id and o.provider_type = a.provider),
	(select row(u.role, u.disabled_at, u.tier_code, u.budget_usd)::text from ${users} u where u.id = a.user_id),
	(select row(t.id, t.budget_usd)::text from ${apiTokens} t where t.id = a.token_id),
	${policyFingerprint})::text)`;

const selectStamps = preparedStatement<{ place: number; stamp: string }>(
	sql`select a.place, ${stampNow} as stamp from ${asked(sql.placeholder("asked"))}`,
);

const stampOf = batched(async (db, questions: RunQuestion[]) => {
	const rows = await selectStamps(readsOf(db), { asked: JSON.stringify(questions.map(recordOf)) });
	const byPlace = new Map(rows.map(({ place, stamp }) => [place, stamp]));
	return questions.map((_, place) => byPlace.get(place) ?? "");
});

const recordOf = ({ userId, tokenId, modelId, provider }: RunQuestion, place: number) => {
	return { place, user_id: userId, token_id: tokenId, model_id: modelId, provider };
};

/** Whether everything that {@link rememberedOf} tells of is still as it was; true of nothing. */
export const isAsRemembered: SQL = sql`
	(select coalesce(bool_and(${stampNow} = a.stamp), true) from ${asked(sql.placeholder("remembered"))})`;

/** What a statement with {@link isAsRemembered} is told: each fact once, however many runs stand on it. */
export function rememberedOf(known: readonly (StampedFacts | null)[]): string {
	const distinct = [...new Set(known)].flatMap((facts) => facts ?? []);
	return JSON.stringify(distinct.map(({ question, stamp }, place) => ({ ...recordOf(question, place), stamp })));
}
