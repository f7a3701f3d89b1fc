import { scope, type TokenOutput } from "@llm-hub/api/schemas";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { callerOf, userCallOf } from "./access.ts";
import { budget, failures, moment, toDecimal, toMoment, toNumber } from "./shapes.ts";

const tags = ["admin"];
const config = {
	access: "account",
	fields: { userId: "user_id", expiresInDays: "expires_in_days", budgetUsd: "budget_usd", tokenId: "id" },
} as const;

const tokenShape = z.object({
	id: z.string(),
	user_id: z.string(),
	user_email: z.string(),
	name: z.string(),
	preview: z.string().describe("The readable beginning."),
	scopes: z.array(scope),
	state: z.enum(["active", "expired", "revoked"]),
	budget_usd: budget,
	spent_usd: z.number().describe("This month (UTC), held amounts included."),
	requests_this_month: z.number().int(),
	created_at: moment,
	expires_at: moment.nullable(),
	last_used_at: moment.nullable(),
	revoked_at: moment.nullable(),
});
const createdShape = z.object({
	id: z.string(),
	token: z.string().describe("Shown here and never again."),
	name: z.string(),
	scopes: z.array(scope),
	expires_at: moment.nullable(),
});
const userId = z.string().min(1).max(64);
const createBody = z.strictObject({
	user_id: userId.optional().describe("Whose; only an admin names another."),
	name: z.string().max(100),
	scopes: z.array(scope).min(1),
	expires_in_days: z.number().int().min(1).max(3_650).nullable().default(90).describe("Null never expires."),
	budget_usd: budget.default(null),
});
const listQuery = z.strictObject({
	user_id: userId.optional().describe("Whose; without it an admin gets everybody's, others their own."),
});

const toToken = (token: TokenOutput): z.infer<typeof tokenShape> => ({
	id: token.id,
	user_id: token.userId,
	user_email: token.userEmail,
	name: token.name,
	preview: token.preview,
	scopes: token.scopes,
	state: token.state,
	budget_usd: toNumber(token.budgetUsd),
	spent_usd: Number(token.spentUsd),
	requests_this_month: token.requestsThisMonth,
	created_at: token.createdAt.toISOString(),
	expires_at: toMoment(token.expiresAt),
	last_used_at: toMoment(token.lastUsedAt),
	revoked_at: toMoment(token.revokedAt),
});

/** `/api/v1/admin/tokens`: keys for programs. People manage their own, admins everybody's. */
export const tokenRoutes: FastifyPluginAsyncZod = async (app) => {
	app.get(
		"",
		{
			config,
			schema: {
				tags,
				summary: "List API tokens",
				querystring: listQuery,
				response: { 200: z.object({ tokens: z.array(tokenShape), total: z.number().int() }), ...failures },
			},
		},
		async (request) => {
			const { user_id: owner } = request.query;
			const all = owner === undefined && userCallOf(request).actor.role === "admin";
			const tokens = await callerOf(request).access.tokens.list({ userId: owner, all });
			return { tokens: tokens.map(toToken), total: tokens.length };
		},
	);

	app.post(
		"",
		{
			config,
			schema: { tags, summary: "Create an API token", body: createBody, response: { 200: createdShape, ...failures } },
		},
		async (request) => {
			const { body } = request;
			const { expiresAt, ...created } = await callerOf(request).access.tokens.create({
				userId: body.user_id,
				name: body.name,
				scopes: body.scopes,
				expiresInDays: body.expires_in_days,
				budgetUsd: toDecimal(body.budget_usd),
			});
			return { ...created, expires_at: toMoment(expiresAt) };
		},
	);

	app.delete(
		"/:id",
		{
			config,
			schema: {
				tags,
				summary: "Revoke an API token, at once everywhere",
				params: z.object({ id: z.string().min(1).max(64) }),
				response: { 200: z.object({ success: z.literal(true), revoked: z.boolean() }), ...failures },
			},
		},
		async (request) => {
			const { revoked } = await callerOf(request).access.tokens.revoke({ tokenId: request.params.id });
			return { success: true as const, revoked };
		},
	);
};
