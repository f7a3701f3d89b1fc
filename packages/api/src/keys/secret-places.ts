import { type DbOrTx, schema, type Tx } from "@llm-hub/db";
import { and, asc, eq, gt, isNotNull, ne, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn, PgTable } from "drizzle-orm/pg-core";
import { auditKeyBinding } from "../audit/audit-key.ts";
import type { SecretBinding } from "./keyring.ts";
import { ownKeyBinding } from "./own/own-keys.ts";
import { bindingOf } from "./saved-keys.ts";

/** A secret as it stands in its row, and where it is at home. */
export interface SealedSecret {
	id: string;
	sealed: string;
	binding: SecretBinding;
}

/** A column of envelopes. A table that comes to hold secrets is named here, or its secrets stay under retired keys. */
export interface SecretPlace {
	table: PgTable;
	id: AnyPgColumn;
	sealed: AnyPgColumn;
	/** By rising id. */
	read(db: DbOrTx, where: SQL | undefined, limit: number): Promise<SealedSecret[]>;
}

const { auditKeys, llmProviders, providerKeyVersions, userProviderKeys } = schema;

/** The keys that people saved, in the version in use. */
export const savedKeysPlace: SecretPlace = {
	table: llmProviders,
	id: llmProviders.id,
	sealed: llmProviders.encryptedSecret,
	read: async (db, where, limit) => {
		const { id, providerType, baseUrl, keyVersion, encryptedSecret } = llmProviders;
		const columns = { id, providerType, baseUrl, keyVersion, sealed: encryptedSecret };
		const rows = await db.select(columns).from(llmProviders).where(where).orderBy(asc(id)).limit(limit);
		return rows.map((row) => ({ id: row.id, sealed: row.sealed ?? "", binding: bindingOf(row) }));
	},
};

/** The versions of saved keys that come, or that can still be rolled back to. */
export const keySlotsPlace: SecretPlace = {
	table: providerKeyVersions,
	id: providerKeyVersions.id,
	sealed: providerKeyVersions.encryptedSecret,
	read: async (db, where, limit) => {
		const { id: providerId, providerType, baseUrl } = llmProviders;
		const { id, version: keyVersion, encryptedSecret: sealed } = providerKeyVersions;
		const rows = await db
			.select({ id, sealed, keyVersion, providerId, providerType, baseUrl })
			.from(providerKeyVersions)
			.innerJoin(llmProviders, eq(providerId, providerKeyVersions.providerId))
			.where(where)
			.orderBy(asc(id))
			.limit(limit);
		return rows.map(({ id: at, sealed: envelope, ...row }) => ({
			id: at,
			sealed: envelope ?? "",
			binding: bindingOf({ ...row, id: row.providerId }),
		}));
	},
};

/** The keys that people brought for their own runs. */
const ownKeysPlace: SecretPlace = {
	table: userProviderKeys,
	id: userProviderKeys.id,
	sealed: userProviderKeys.encryptedSecret,
	read: async (db, where, limit) => {
		const { id, userId, providerType, encryptedSecret: sealed } = userProviderKeys;
		const columns = { id, userId, providerType, sealed };
		const rows = await db.select(columns).from(userProviderKeys).where(where).orderBy(asc(id)).limit(limit);
		return rows.map((row) => ({ id: row.id, sealed: row.sealed, binding: ownKeyBinding(row) }));
	},
};

/** The keys of the audit's hashes. */
export const auditKeysPlace: SecretPlace = {
	table: auditKeys,
	id: auditKeys.id,
	sealed: auditKeys.encryptedSecret,
	read: async (db, where, limit) => {
		const { id, encryptedSecret } = auditKeys;
		const columns = { id, sealed: encryptedSecret };
		const rows = await db.select(columns).from(auditKeys).where(where).orderBy(asc(id)).limit(limit);
		return rows.map((row) => ({ ...row, binding: auditKeyBinding(row.id) }));
	},
};

/** Where what people saved stands. */
export const keyPlaces: readonly SecretPlace[] = [savedKeysPlace, keySlotsPlace, ownKeysPlace];

export const secretPlaces: readonly SecretPlace[] = [...keyPlaces, auditKeysPlace];

const wrappingKeyOf = ({ sealed }: SecretPlace) => sql<string>`split_part(${sealed}, '.', 2)`;

/** How many secrets of these places each key of a ring wraps, by its id. */
export async function countByKey(db: DbOrTx, places: readonly SecretPlace[]): Promise<Map<string, number>> {
	const counts = new Map<string, number>();
	for (const place of places) {
		const keyId = wrappingKeyOf(place);
		const rows = await db
			.select({ keyId, secrets: sql<number>`count(*)::int` })
			.from(place.table)
			.where(isNotNull(place.sealed))
			.groupBy(sql`1`);
		for (const row of rows) counts.set(row.keyId, (counts.get(row.keyId) ?? 0) + row.secrets);
	}
	return counts;
}

/** The next secrets after an id, by rising id: those that one key of the ring wraps, or all the others. */
export function readSecrets(
	db: DbOrTx,
	place: SecretPlace,
	{ under, notUnder, after, limit }: { under?: string; notUnder?: string; after: string | null; limit: number },
): Promise<SealedSecret[]> {
	const keyId = wrappingKeyOf(place);
	const where = and(
		isNotNull(place.sealed),
		under === undefined ? undefined : eq(keyId, under),
		notUnder === undefined ? undefined : ne(keyId, notUnder),
		after === null ? undefined : gt(place.id, after),
	);
	return place.read(db, where, limit);
}

/** Puts envelopes in the place of others, in one statement. What changed meanwhile is left alone. Returns how many it put. */
export async function replaceSealed(
	tx: Tx,
	{ table, id, sealed }: SecretPlace,
	changes: readonly { id: string; before: string; after: string }[],
): Promise<number> {
	const replaced = await tx.execute(sql`
		update ${table} set ${sql.identifier(sealed.name)} = changed.after
		from jsonb_to_recordset(${JSON.stringify(changes)}::text::jsonb) as changed(id text, before text, after text)
		where ${id} = changed.id and ${sealed} = changed.before
		returning ${id}`);
	return replaced.length;
}
