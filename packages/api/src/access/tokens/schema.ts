import { z } from "zod";
import { budgetUsd, scope } from "../schema.ts";

const userId = z.string().min(1).max(64);
const decimal = z.string();

export const createTokenInput = z.strictObject({
	/** Whose; the caller's own when it is left out. Only an admin names another. */
	userId: userId.optional(),
	name: z
		.string()
		.trim()
		.min(1, "Name the token, so that it can be told from others.")
		.max(100)
		.regex(/^\P{Cc}*$/u, "A name has no control characters."),
	scopes: z
		.array(scope)
		.min(1, "Choose at least one scope.")
		.transform((chosen) => [...new Set(chosen)]),
	/** Null never expires. */
	expiresInDays: z.number().int().min(1).max(3_650).nullable().default(90),
	/** What it may spend in a month (UTC); null is what its user may. */
	budgetUsd: budgetUsd.default(null),
});
export type CreateTokenInput = z.infer<typeof createTokenInput>;

export const tokenOutput = z.object({
	id: z.string(),
	userId: z.string(),
	userEmail: z.string(),
	/** The e-mail address of the admin who made it for its owner; null where the owner did. */
	madeBy: z.string().nullable(),
	name: z.string(),
	/** The readable beginning: `llmh_<id>_`. */
	preview: z.string(),
	scopes: z.array(scope),
	budgetUsd: decimal.nullable(),
	/** This month, held amounts included. */
	spentUsd: decimal,
	requestsThisMonth: z.number().int(),
	createdAt: z.date(),
	expiresAt: z.date().nullable(),
	/** To within two minutes. */
	lastUsedAt: z.date().nullable(),
	revokedAt: z.date().nullable(),
	state: z.enum(["active", "expired", "revoked"]),
});
export type TokenOutput = z.infer<typeof tokenOutput>;

/** `token` is shown here and never again. */
export const createdTokenOutput = z.object({
	id: z.string(),
	token: z.string(),
	name: z.string(),
	scopes: z.array(scope),
	expiresAt: z.date().nullable(),
});
export type CreatedToken = z.infer<typeof createdTokenOutput>;

export const listTokensInput = z
	.strictObject({
		/** Whose; the caller's own when it is left out. Only an admin names another. */
		userId: userId.optional(),
		/** Everybody's. Only for an admin. */
		all: z.boolean().default(false),
	})
	.default({ all: false });
export type ListTokensInput = z.infer<typeof listTokensInput>;

export const tokenIdInput = z.strictObject({ tokenId: z.string().min(1).max(64) });
export const revokedOutput = z.object({ revoked: z.boolean() });
