import { type Db, readsOf, schema } from "@llm-hub/db";
import type { ProviderType, Target } from "@llm-hub/providers";
import { and, asc, eq, ne, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { batched, perDb } from "../batched.ts";
import type { Context } from "../context.ts";
import { type SecretBinding, UnreadableSecretError } from "./keyring.ts";
import { hostOf } from "./operator-targets.ts";

/** What a service needs that is called at the start as well as for a request. */
export type Deps = Pick<Context, "db" | "services">;

const { llmProviders, providerKeyVersions } = schema;

export type SavedKey = typeof schema.llmProviders.$inferSelect;

/** A version of a saved key that is not the one in use. */
export type KeyVersion = typeof schema.providerKeyVersions.$inferSelect;

/** A saved key with its second slot: what comes next, or what can still be rolled back to. */
export type KeyWithSlot = SavedKey & { slot: KeyVersion | null };

type BindingFields = Pick<SavedKey, "id" | "providerType" | "baseUrl" | "keyVersion">;

/**
 * Ties a saved secret to its key, its version, its provider and the host it was entered for. It is the same in either
 * slot, so that a promotion moves an envelope as it is: also one that this keyring cannot open.
 */
export const bindingOf = ({ id, providerType, baseUrl, keyVersion }: BindingFields): SecretBinding => ({
	table: "llm_providers",
	row: id,
	provider: providerType,
	column: "encrypted_secret",
	baseUrl,
	version: keyVersion,
});

/** A saved key as if the other version were the one in use. */
export const atVersion = <Row extends SavedKey>(
	row: Row,
	{ version, encryptedSecret, keyPreview }: KeyVersion,
): Row => ({
	...row,
	keyVersion: version,
	encryptedSecret,
	keyPreview,
});

/** The plaintext of a saved key; null where its server needs none. @throws UnreadableSecretError */
export const openSavedKey = ({ services }: Deps, row: SavedKey): string | null =>
	row.encryptedSecret === null ? null : services.keyring.open(row.encryptedSecret, bindingOf(row));

/** Why a saved key cannot be read, and what to do; null when it can. */
export function problemOf(deps: Deps, row: SavedKey): string | null {
	try {
		openSavedKey(deps, row);
		return null;
	} catch (error) {
		if (error instanceof UnreadableSecretError) return error.message;
		throw error;
	}
}

/** Where a saved key goes: the host it was saved for, or its provider's own. @throws UnreadableSecretError */
export function savedTarget(deps: Deps, row: SavedKey): Target {
	const provider = row.providerType as ProviderType;
	const { config } = deps.services;
	return {
		provider,
		baseUrl: row.baseUrl ?? hostOf(config, provider),
		secret: openSavedKey(deps, row),
		allowPrivate: config.allowPrivateUpstreams,
	};
}

/** The saved keys, of one provider type or all, by priority. One statement: no promotion falls between two reads. */
export async function savedKeys({ db }: Pick<Deps, "db">, providerType?: ProviderType): Promise<KeyWithSlot[]> {
	return providerType ? keysOfType(db, providerType) : withSlots(await selectKeys(db));
}

const selectKeys = (db: Db) =>
	db
		.select({ key: llmProviders, slot: providerKeyVersions })
		.from(llmProviders)
		.leftJoin(providerKeyVersions, inSlotOf(llmProviders.id))
		.orderBy(asc(llmProviders.priority), asc(llmProviders.createdAt), asc(llmProviders.id))
		.$dynamic();

const withSlots = (rows: { key: SavedKey; slot: KeyVersion | null }[]): KeyWithSlot[] =>
	rows.map(({ key, slot }) => ({ slot, ...key }));

const selectOfTypes = perDb((db) =>
	selectKeys(db)
		.where(sql`${llmProviders.providerType} = any(${sql.placeholder("types")})`)
		.prepare("keys_of_types"),
);

const keysOfType = batched(async (db, types: ProviderType[]) => {
	const keys = withSlots(await selectOfTypes(readsOf(db)).execute({ types }));
	return types.map((type) => keys.filter(({ providerType }) => providerType === type));
});

/** One saved key with its second slot, read in one statement; null when there is none. */
export async function findKeyWithSlot({ db }: Pick<Deps, "db">, id: string): Promise<KeyWithSlot | null> {
	const { llmProviders, providerKeyVersions } = schema;
	const [row] = await db
		.select({ key: llmProviders, slot: providerKeyVersions })
		.from(llmProviders)
		.leftJoin(providerKeyVersions, inSlotOf(llmProviders.id))
		.where(eq(llmProviders.id, id));
	return row ? { ...row.key, slot: row.slot } : null;
}

/** The version in a key's second slot. */
export const inSlotOf = (providerId: string | AnyPgColumn) => {
	return and(eq(providerKeyVersions.providerId, providerId), ne(providerKeyVersions.state, "retired"));
};

/** One saved key by its id, or by provider type and name; null when there is none. */
export async function findSavedKey(
	{ db }: Pick<Deps, "db">,
	by: { id: string } | { providerType: ProviderType; name: string },
): Promise<SavedKey | null> {
	const where =
		"id" in by
			? eq(llmProviders.id, by.id)
			: and(eq(llmProviders.providerType, by.providerType), eq(llmProviders.name, by.name));
	const [row] = await db.select().from(llmProviders).where(where).limit(1);
	return row ?? null;
}
