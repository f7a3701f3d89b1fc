import { schema } from "@llm-hub/db";
import type { ProviderType, Target } from "@llm-hub/providers";
import { and, asc, eq } from "drizzle-orm";
import type { Context } from "../context.ts";
import type { SecretBinding } from "./keyring.ts";
import { hostOf } from "./operator-targets.ts";

/** What a service needs that is called at the start as well as for a request. */
export type Deps = Pick<Context, "db" | "services">;

export type SavedKey = typeof schema.llmProviders.$inferSelect;

type BindingFields = Pick<SavedKey, "id" | "providerType" | "baseUrl">;

/** Ties a saved secret to its row, its provider and the host it was entered for. */
export const bindingOf = ({ id, providerType, baseUrl }: BindingFields): SecretBinding => ({
	table: "llm_providers",
	row: id,
	provider: providerType,
	column: "encrypted_secret",
	baseUrl,
});

/** The plaintext of a saved key; null where its server needs none. @throws UnreadableSecretError */
export const openSavedKey = ({ services }: Deps, row: SavedKey): string | null =>
	row.encryptedSecret === null ? null : services.keyring.open(row.encryptedSecret, bindingOf(row));

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

/** The saved keys, of one provider type or all, in the order in which they are tried. */
export const savedKeys = ({ db }: Pick<Deps, "db">, providerType?: ProviderType): Promise<SavedKey[]> => {
	const { llmProviders } = schema;
	return db
		.select()
		.from(llmProviders)
		.where(providerType && eq(llmProviders.providerType, providerType))
		.orderBy(asc(llmProviders.priority), asc(llmProviders.createdAt), asc(llmProviders.id));
};

/** One saved key by its id, or by provider type and name; null when there is none. */
export async function findSavedKey(
	{ db }: Pick<Deps, "db">,
	by: { id: string } | { providerType: ProviderType; name: string },
): Promise<SavedKey | null> {
	const { llmProviders } = schema;
	const where =
		"id" in by
			? eq(llmProviders.id, by.id)
			: and(eq(llmProviders.providerType, by.providerType), eq(llmProviders.name, by.name));
	const [row] = await db.select().from(llmProviders).where(where).limit(1);
	return row ?? null;
}
