import { role, type UserOutput } from "@llm-hub/api/schemas";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { callerOf } from "./access.ts";
import { budget, failures, moment, queryFlag, queryNumber, toDecimal, toMoment, toNumber } from "./shapes.ts";

const tags = ["admin"];
const config = { access: "admin", fields: { tierCode: "tier", budgetUsd: "budget_usd", userId: "id" } } as const;

const userShape = z.object({
	id: z.string(),
	email: z.string(),
	name: z.string(),
	role,
	tier: z.string(),
	budget_usd: budget,
	has_password: z.boolean().describe("False for people who only come through single sign-on."),
	disabled: z.boolean(),
	disabled_at: moment.nullable(),
	created_at: moment,
	last_seen_at: moment.nullable(),
	open_tokens: z.number().int(),
	usage: z
		.object({
			requests: z.number().int(),
			spent_usd: z.number(),
			held_usd: z.number(),
			unpriced: z.number().int().describe("Requests of unknown cost, which are not in spent_usd."),
		})
		.describe("This month (UTC): what quotas and budgets are checked against."),
});
const listQuery = z.strictObject({
	search: z.string().max(200).optional().describe("A part of the name or the e-mail address."),
	role: role.optional(),
	tier: z.string().max(40).optional(),
	disabled: queryFlag.optional(),
	limit: queryNumber(z.number().int().min(1).max(200)).default(50),
	offset: queryNumber(z.number().int().min(0).max(1_000_000)).default(0),
});
const listAnswer = z.object({
	users: z.array(userShape),
	total: z.number().int(),
	limit: z.number().int(),
	offset: z.number().int(),
});
const createBody = z.strictObject({
	email: z.string().max(254),
	name: z.string().max(100).optional(),
	password: z.string().max(256).optional().describe("Left out for somebody who only comes through single sign-on."),
	role: role.default("user"),
	tier: z.string().max(40),
	budget_usd: budget.default(null),
});
const changeBody = z
	.strictObject({
		name: z.string().max(100).optional(),
		role: role.optional(),
		tier: z.string().max(40).optional(),
		budget_usd: budget.optional(),
		disabled: z.boolean().optional().describe("True ends the user's sessions and tokens now."),
		password: z.string().max(256).optional().describe("Ends the user's sessions."),
	})
	.refine((body) => Object.keys(body).length > 0, { message: "Name at least one field to change." });

const toUser = ({ tierCode, budgetUsd, usage, ...user }: UserOutput): z.infer<typeof userShape> => ({
	id: user.id,
	email: user.email,
	name: user.name,
	role: user.role,
	tier: tierCode,
	budget_usd: toNumber(budgetUsd),
	has_password: user.hasPassword,
	disabled: user.disabledAt !== null,
	disabled_at: toMoment(user.disabledAt),
	created_at: user.createdAt.toISOString(),
	last_seen_at: toMoment(user.lastSeenAt),
	open_tokens: user.openTokens,
	usage: {
		requests: usage.requests,
		spent_usd: Number(usage.spentUsd),
		held_usd: Number(usage.heldUsd),
		unpriced: usage.unpriced,
	},
});

/** `/api/v1/admin/users`: who may sign in, as what, and within which budget. */
export const userRoutes: FastifyPluginAsyncZod = async (app) => {
	app.get(
		"",
		{
			config,
			schema: { tags, summary: "List users", querystring: listQuery, response: { 200: listAnswer, ...failures } },
		},
		async (request) => {
			const { tier, ...query } = request.query;
			const { users, total } = await callerOf(request).access.users.list({ ...query, tierCode: tier });
			return { users: users.map(toUser), total, limit: query.limit, offset: query.offset };
		},
	);

	app.post(
		"",
		{
			config,
			schema: { tags, summary: "Create a user", body: createBody, response: { 200: userShape, ...failures } },
		},
		async (request) => {
			const { tier: tierCode, budget_usd: amount, ...body } = request.body;
			const { users } = callerOf(request).access;
			return toUser(await users.create({ ...body, tierCode, budgetUsd: toDecimal(amount) }));
		},
	);

	app.patch(
		"/:id",
		{
			config,
			schema: {
				tags,
				summary: "Change a user",
				description: "What is left out stays. Role and tier count from the user's next call.",
				params: z.object({ id: z.string().min(1).max(64) }),
				body: changeBody,
				response: { 200: userShape, ...failures },
			},
		},
		async (request) => {
			const { tier: tierCode, budget_usd: amount, ...body } = request.body;
			const { users } = callerOf(request).access;
			const userId = request.params.id;
			return toUser(await users.update({ ...body, userId, tierCode, budgetUsd: toDecimal(amount) }));
		},
	);
};
