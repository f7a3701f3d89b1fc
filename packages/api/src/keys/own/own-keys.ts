import { type DbOrTx, readsOf, schema } from "@llm-hub/db";
import type { Target } from "@llm-hub/providers";
import { and, eq, sql } from "drizzle-orm";
import { batched, perDb } from "../../batched.ts";
import { type SecretBinding, UnreadableSecretError } from "../keyring.ts";
import { hostOf } from "../operator-targets.ts";
import type { Deps } from "../saved-keys.ts";
import type { OwnProvider } from "./schema.ts";

const { userProviderKeys } = schema;

export type OwnKey = typeof userProviderKeys.$inferSelect;

/** Ties a secret to its row, its owner and its provider: in another person's row it does not open. */
export const ownKeyBinding = ({
	id,
	userId,
	providerType,
}: Pick<OwnKey, "id" | "userId" | "providerType">): SecretBinding => ({
	table: "user_provider_keys",
	row: `${userId}/${id}`,
	provider: providerType,
	column: "encrypted_secret",
});

/** @throws UnreadableSecretError that says so of one's own key */
export function openOwnKey({ services }: Pick<Deps, "services">, row: OwnKey): string {
	try {
		return services.keyring.open(row.encryptedSecret, ownKeyBinding(row));
	} catch (error) {
		if (!(error instanceof UnreadableSecretError)) throw error;
		throw new UnreadableSecretError(
			"Your own key cannot be read: the server's encryption key is missing or another one. Save your key again under Account, remove it there to use the company's, or ask an admin.",
		);
	}
}

/** Where an own key goes: its provider's host, which nobody but the operator can move. @throws UnreadableSecretError */
export function ownTarget(deps: Deps, row: OwnKey): Target {
	const provider = row.providerType as OwnProvider;
	const { config } = deps.services;
	return {
		provider,
		baseUrl: hostOf(config, provider),
		secret: openOwnKey(deps, row),
		allowPrivate: config.allowPrivateUpstreams,
	};
}

/** Somebody's key of a provider, or null. */
export async function findOwnKey(db: DbOrTx, userId: string, provider: string): Promise<OwnKey | null> {
	const [row] = await db
		.select()
		.from(userProviderKeys)
		.where(and(eq(userProviderKeys.userId, userId), eq(userProviderKeys.providerType, provider)));
	return row ?? null;
}

const selectOfUsers = perDb((db) =>
	db
		.select()
		.from(userProviderKeys)
		.where(sql`${userProviderKeys.userId} = any(${sql.placeholder("userIds")})`)
		.prepare("own_keys_of_users"),
);

/** Somebody's key of a provider, or null; asked for many runs at once. */
export const ownKeyOf = batched(
	async (db, asked: { userId: string; provider: string }[]): Promise<(OwnKey | null)[]> => {
		const userIds = [...new Set(asked.map(({ userId }) => userId))];
		const keys = await selectOfUsers(readsOf(db)).execute({ userIds });
		return asked.map(({ userId, provider }) => {
			return keys.find((key) => key.userId === userId && key.providerType === provider) ?? null;
		});
	},
);
