import { z } from "zod";
import { grantView, modelPattern } from "../schema.ts";

const id = z.string().min(1).max(64);
const words = (most: number) =>
	z
		.string()
		.trim()
		.max(most, `At most ${most} characters.`)
		.regex(/^[^\p{Cc}]*$/u, "Plain text on one line.");

/** A model's id or an alias, and no pattern: what is asked for is what an admin's click grants. */
export const askedModelId = z
	.string()
	.min(3)
	.max(300)
	.regex(/^[^\s*/]+(\/[^\s*]+)?$/, "Give a model's id, such as openai/gpt-4o, or an alias.");

export const createRequestInput = z.strictObject({
	modelId: askedModelId,
	reason: words(500).min(3, "Say in a sentence what you need it for."),
});
export type CreateRequestInput = z.infer<typeof createRequestInput>;

export const requestState = z.enum(["pending", "granted", "declined"]);
export const requestOutput = z.object({
	id: z.string(),
	userId: z.string(),
	userEmail: z.string(),
	userName: z.string(),
	tierCode: z.string(),
	modelId: z.string(),
	reason: z.string(),
	state: requestState,
	decidedAt: z.date().nullable(),
	/** What the admin answered. */
	answer: z.string().nullable(),
	grantId: z.string().nullable(),
	createdAt: z.date(),
});
export type RequestOutput = z.infer<typeof requestOutput>;

export const listRequestsInput = z
	.strictObject({
		state: requestState.optional(),
		/** The caller's own; an admin sees everybody's without it, others see their own either way. */
		own: z.boolean().default(false),
	})
	.default({ own: false });
export type ListRequestsInput = z.infer<typeof listRequestsInput>;

export const grantRequestInput = z.strictObject({
	requestId: id,
	/** It ends by itself after so many days. */
	days: z.number().int().min(1).max(365),
	/** Runs in all; null is no cap. */
	maxRequests: z.number().int().min(1).max(1_000_000).nullable().default(null),
	/** More than the model that was asked for, such as `openai/*`; it must match that one. */
	modelPattern: modelPattern.optional(),
	answer: words(500).optional(),
});
export type GrantRequestInput = z.infer<typeof grantRequestInput>;

export const declineRequestInput = z.strictObject({ requestId: id, answer: words(500).optional() });
export type DeclineRequestInput = z.infer<typeof declineRequestInput>;

export const grantOutput = grantView.extend({
	userId: z.string(),
	userEmail: z.string(),
	reason: z.string(),
	/** Runs so far, those under way included. */
	usedRequests: z.number().int(),
	createdAt: z.date(),
	revokedAt: z.date().nullable(),
	state: z.enum(["open", "used_up", "expired", "revoked"]),
});
export type GrantOutput = z.infer<typeof grantOutput>;

export const listGrantsInput = z.strictObject({ open: z.boolean().default(true) }).default({ open: true });
export const grantIdInput = z.strictObject({ grantId: id });
