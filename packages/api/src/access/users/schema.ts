import { z } from "zod";
import { chosenPassword, emailAddress, personName, revokeSessionInput, role } from "../../auth/schema.ts";
import { budgetUsd, tierCode } from "../schema.ts";

const userId = z.string().min(1).max(64);
export const userIdInput = z.strictObject({ userId });
export const userSessionInput = revokeSessionInput.extend({ userId });

export const listUsersInput = z
	.strictObject({
		/** A part of the name or the e-mail address. */
		search: z.string().trim().max(200).optional(),
		role: role.optional(),
		tierCode: tierCode.optional(),
		disabled: z.boolean().optional(),
		limit: z.number().int().min(1).max(200).default(50),
		offset: z.number().int().min(0).max(1_000_000).default(0),
	})
	.default({ limit: 50, offset: 0 });
export type ListUsersInput = z.infer<typeof listUsersInput>;

export const userOutput = z.object({
	id: z.string(),
	email: z.string(),
	name: z.string(),
	role,
	tierCode: z.string(),
	budgetUsd: z.string().nullable(),
	/** False for people who only come through single sign-on. */
	hasPassword: z.boolean(),
	/** Linked to who they are at an OpenID provider. */
	hasSso: z.boolean(),
	disabledAt: z.date().nullable(),
	createdAt: z.date(),
	/** Of an open session, to within five minutes. */
	lastSeenAt: z.date().nullable(),
	openTokens: z.number().int(),
	/** This month (UTC): the numbers that quotas and budgets are checked against. */
	usage: z.object({
		requests: z.number().int(),
		spentUsd: z.string(),
		heldUsd: z.string(),
		/** Requests of unknown cost, which are not in `spentUsd`. */
		unpriced: z.number().int(),
	}),
});
export type UserOutput = z.infer<typeof userOutput>;
export const usersOutput = z.object({ users: z.array(userOutput), total: z.number().int() });

export const createUserInput = z.strictObject({
	email: emailAddress,
	/** The part before the @ when it is left out. */
	name: personName.optional(),
	/** Left out for somebody who only comes through single sign-on. */
	password: chosenPassword.optional(),
	role: role.default("user"),
	tierCode,
	budgetUsd: budgetUsd.default(null),
});
export type CreateUserInput = z.infer<typeof createUserInput>;

/** What is left out stays. */
export const updateUserInput = z.strictObject({
	userId,
	name: personName.optional(),
	role: role.optional(),
	tierCode: tierCode.optional(),
	budgetUsd: budgetUsd.optional(),
	/** Disabling ends the user's sessions and tokens now; enabling brings neither back. */
	disabled: z.boolean().optional(),
	/** Ends the user's sessions. */
	password: chosenPassword.optional(),
});
export type UpdateUserInput = z.infer<typeof updateUserInput>;
