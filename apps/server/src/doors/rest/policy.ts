import type { Rule, Tier } from "@llm-hub/api/schemas";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { callerOf } from "./access.ts";
import { budget, failures, toDecimal, toNumber } from "./shapes.ts";
import { toTrace, traceShape } from "./trace-shape.ts";

const tags = ["admin"];
const access = "admin";
const limit = z.number().int().min(0).max(1_000_000_000).nullable();
const version = z
	.string()
	.max(64)
	.describe("From GET: a PUT that names it fails with 409 when somebody saved in between.");

const ruleShape = z.strictObject({
	tier_code: z.string().max(40),
	model_pattern: z.string().max(300).describe("A glob: `*` is any text, slashes included."),
	allowed: z.boolean(),
	max_requests_per_day: limit.default(null),
	max_context_length: limit.default(null),
	priority: z.number().int().default(0).describe("The highest wins, then the longer pattern."),
});
const tierShape = z.strictObject({
	code: z.string().max(40),
	name: z.string().max(100),
	tests_per_month: limit,
	budget_usd: budget.default(null),
	users: z.number().int().optional().describe("How many have it; ignored when sent."),
});
const tiersAnswer = z.object({ version, tiers: z.array(tierShape) });
const rulesAnswer = z.object({ version, rules: z.array(ruleShape) });
const tiersBody = z.strictObject({ version: version.optional(), tiers: z.array(tierShape).min(1).max(50) });
const rulesBody = z.strictObject({ version: version.optional(), rules: z.array(ruleShape).max(2_000) });

const toRule = (rule: Rule): z.infer<typeof ruleShape> => ({
	tier_code: rule.tierCode,
	model_pattern: rule.modelPattern,
	allowed: rule.allowed,
	max_requests_per_day: rule.maxRequestsPerDay,
	max_context_length: rule.maxContextLength,
	priority: rule.priority,
});
const fromRule = (rule: z.infer<typeof ruleShape>): Rule => ({
	tierCode: rule.tier_code,
	modelPattern: rule.model_pattern,
	allowed: rule.allowed,
	maxRequestsPerDay: rule.max_requests_per_day,
	maxContextLength: rule.max_context_length,
	priority: rule.priority,
});
const toTier = (tier: Tier & { users: number }): z.infer<typeof tierShape> => ({
	code: tier.code,
	name: tier.name,
	tests_per_month: tier.testsPerMonth,
	budget_usd: toNumber(tier.budgetUsd),
	users: tier.users,
});
const fromTier = (tier: z.infer<typeof tierShape>): Tier => ({
	code: tier.code,
	name: tier.name,
	testsPerMonth: tier.tests_per_month,
	budgetUsd: toDecimal(tier.budget_usd),
});

/** `/api/v1/admin`: the tiers, what each may use, and why somebody may not. What is put replaces all there is. */
export const policyRoutes: FastifyPluginAsyncZod = async (app) => {
	app.get(
		"/tiers",
		{
			config: { access },
			schema: { tags, summary: "The tiers, from the smallest", response: { 200: tiersAnswer, ...failures } },
		},
		async (request) => {
			const { tiers, ...rest } = await callerOf(request).access.tiers.list();
			return { ...rest, tiers: tiers.map(toTier) };
		},
	);

	app.put(
		"/tiers",
		{
			config: { access },
			schema: { tags, summary: "Replace the tiers", body: tiersBody, response: { 200: tiersAnswer, ...failures } },
		},
		async (request) => {
			const { body } = request;
			const input = { version: body.version, tiers: body.tiers.map(fromTier) };
			const { tiers, ...rest } = await callerOf(request).access.tiers.save(input);
			return { ...rest, tiers: tiers.map(toTier) };
		},
	);

	app.get(
		"/rules",
		{
			config: { access },
			schema: {
				tags,
				summary: "The rules, in the order in which they win",
				response: { 200: rulesAnswer, ...failures },
			},
		},
		async (request) => {
			const { rules, ...rest } = await callerOf(request).access.rules.list();
			return { ...rest, rules: rules.map(toRule) };
		},
	);

	app.put(
		"/rules",
		{
			config: { access },
			schema: { tags, summary: "Replace the rules", body: rulesBody, response: { 200: rulesAnswer, ...failures } },
		},
		async (request) => {
			const { body } = request;
			const input = { version: body.version, rules: body.rules.map(fromRule) };
			const { rules, ...rest } = await callerOf(request).access.rules.save(input);
			return { ...rest, rules: rules.map(toRule) };
		},
	);

	app.get(
		"/access/explain",
		{
			config: { access, fields: { userId: "user_id", modelId: "model_id" } },
			schema: {
				tags,
				summary: "What a call of a user to a model would be told now, and what would change it",
				querystring: z.strictObject({ user_id: z.string().min(1).max(64), model_id: z.string().min(3).max(300) }),
				response: { 200: traceShape, ...failures },
			},
		},
		async (request) => {
			const { user_id: userId, model_id: modelId } = request.query;
			return toTrace(await callerOf(request).access.explain({ userId, modelId }));
		},
	);
};
