import { preparedStatement, readsOf, schema } from "@llm-hub/db";
import { type ProviderType, providerTypes } from "@llm-hub/providers";
import { type SQL, sql } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import { loadCallerFacts, subjectOf } from "../access/authorize-run.ts";
import type { AccessFacts, Subject } from "../access/facts.ts";
import { policyFingerprint } from "../access/policy.ts";
import { absoluteLimit } from "../auth/lucia.ts";
import { batched } from "../batched.ts";
import { type CatalogModel, findModel } from "../catalog/find-model.ts";
import type { Caller, UserContext } from "../context.ts";
import { type KeysOfProvider, readKeys } from "../keys/resolve-target.ts";

const { apiTokens, llmModels, llmProviders, providerKeyVersions, sessions, userProviderKeys, users } = schema;

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

/** Facts, and what the rows of the model and the keys were before these were read. */
export interface StampedFacts {
	question: RunQuestion;
	facts: RunFacts;
	stamp: Stamp;
}

/** What a run is decided by that nobody looked up for it. */
export interface Remembered extends StampedFacts {
	/** Its caller, where the database was not asked who they are. */
	presumed: Caller | null;
}

interface Stamp {
	/** See `digestNow`. */
	digest: string;
	/** How many rows there were. */
	found: number;
}

/**
 * Facts of runs that began. A run is decided by them without a look at the database, and begins only where they are still
 * what it has: the statement that writes its row compares them. Nobody is refused by them.
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

/** What came after the stamp, was read, and may be taken back unseen is one row more: then nothing is remembered. */
export function remember(known: RememberedFacts, read: StampedFacts): void {
	const { model, keys } = read.facts;
	const rows = [model, keys.own, ...keys.saved, ...keys.saved.map(({ slot }) => slot)].filter((row) => row !== null);
	if (rows.length === read.stamp.found) known.set(nameOf(read.question), read);
}

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
	sql`jsonb_to_recordset(${json}::jsonb) as a(place int, user_id text, token_id text, model_id text, provider text,
		digest text, role text, tier_code text, user_budget_usd numeric, token_budget_usd numeric, policy text,
		session_id text, scopes text[])`;

// The rows of the model and the keys, for a row `a` of what is asked.
const modelRow = sql`from ${llmModels} m where m.id = a.model_id`;
const keyRows = sql`from ${llmProviders} k where k.provider_type = a.provider`;
const slotRows = sql`from ${providerKeyVersions} v join ${llmProviders} k on k.id = v.provider_id
	where k.provider_type = a.provider and v.state <> 'retired'`;
const ownRow = sql`from ${userProviderKeys} o where o.user_id = a.user_id and o.provider_type = a.provider`;

/**
 * By the transactions that wrote these rows (`xmin`): whoever changed one, by whatever way, the digest is another, and never
 * again the same.
 */
const digestNow: SQL = sql`md5(row(
	(select m.xmin ${modelRow}),
	(select string_agg(row(k.id, k.xmin)::text, ' ' order by k.id) ${keyRows}),
	(select string_agg(row(v.id, v.xmin)::text, ' ' order by v.id) ${slotRows}),
	(select row(o.id, o.xmin)::text ${ownRow}))::text)`;

const foundNow: SQL = sql`
	((select count(*) ${modelRow}) + (select count(*) ${keyRows}) + (select count(*) ${slotRows}) + (select count(*) ${ownRow}))::int`;

/** What `authenticateToken` asks of a token `t`, for who was presumed by one. */
const isOpenToken = sql`t.scopes @> a.scopes and t.revoked_at is null and coalesce(t.expires_at > now(), true)`;
/** What `authenticate` asks of a session, for who was presumed by one. */
const openSession = sql`(select from ${sessions} s where s.id = a.session_id and s.user_id = u.id and s.expires_at > now()
	and s.created_at > now() - make_interval(secs => ${sql.raw(String(absoluteLimit.seconds()))}))`;

/** People and tokens are written at every visit, and rules are set back: here it is what they say that counts. */
const isSameCaller: SQL = sql`${policyFingerprint} = a.policy and exists (
	select from ${users} u left join ${apiTokens} t on t.id = a.token_id
	where u.id = a.user_id and u.disabled_at is null and u.role = a.role and u.tier_code = a.tier_code
		and u.budget_usd is not distinct from a.user_budget_usd
		and t.id is not distinct from a.token_id and t.budget_usd is not distinct from a.token_budget_usd
		and (a.scopes is null or ${isOpenToken}) and (a.session_id is null or exists ${openSession}))`;

const selectStamps = preparedStatement<Stamp & { place: number }>(
	sql`select a.place, ${digestNow} as digest, ${foundNow} as found from ${asked(sql.placeholder("asked"))}`,
);

const stampOf = batched(async (db, questions: RunQuestion[]) => {
	const rows = await selectStamps(readsOf(db), {
		asked: JSON.stringify(questions.map((question, place) => ({ place, ...recordOf(question) }))),
	});
	const byPlace = new Map(rows.map(({ place, ...stamp }) => [place, stamp]));
	return questions.map((_, place) => byPlace.get(place) ?? new Error("A question has no stamp."));
});

const recordOf = ({ userId, tokenId, modelId, provider }: RunQuestion) => {
	return { user_id: userId, token_id: tokenId, model_id: modelId, provider };
};

/** Whether everything that {@link rememberedOf} tells of is still as it was; true of nothing. */
export const isAsRemembered: SQL = sql`
	(select coalesce(bool_and(${digestNow} = a.digest and ${isSameCaller}), true) from ${asked(sql.placeholder("remembered"))})`;

/** What a statement with {@link isAsRemembered} is told: each fact once a caller, however many runs stand on it. */
export function rememberedOf(known: readonly (Remembered | null)[]): string {
	const records = known.flatMap((remembered) => (remembered ? JSON.stringify(factOf(remembered)) : []));
	return `[${[...new Set(records)].join()}]`;
}

const factOf = ({ question, facts: { caller }, stamp: { digest }, presumed }: Remembered) => ({
	...recordOf(question),
	digest,
	role: caller.role,
	tier_code: caller.tierCode,
	user_budget_usd: caller.userBudgetUsd,
	token_budget_usd: caller.tokenBudgetUsd,
	policy: caller.policy.fingerprint,
	session_id: presumed?.kind === "user" ? presumed.sessionId : null,
	scopes: presumed?.kind === "token" ? presumed.scopes : null,
});
