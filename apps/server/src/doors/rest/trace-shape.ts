import { type AccessTrace, accessTrace, change, type Quota, quota } from "@llm-hub/api/schemas";
import { z } from "zod";
import { moment, toMoment } from "./shapes.ts";

const amount = z.number();
const quotaShape = z.object({
	name: z.enum(quota.options[0].shape.name.options),
	label: z.string(),
	unit: z.enum(["requests", "usd"]),
	limit: amount.nullable().describe("Null is unlimited."),
	used: amount.describe("Spent and held together."),
	remaining: amount.nullable(),
	resets_at: moment.nullable(),
});

/** Why a call would be, or was, let through or not: the same in explain and in a 403 or 429. */
export const traceShape = z.object({
	user_id: z.string(),
	model_id: z.string(),
	role: accessTrace.shape.role,
	tier: z.string(),
	verdict: accessTrace.shape.verdict,
	reason: accessTrace.shape.reason,
	message: z.string(),
	rule: z
		.object({
			tier_code: z.string(),
			model_pattern: z.string(),
			allowed: z.boolean(),
			max_requests_per_day: z.number().nullable(),
			max_context_length: z.number().nullable(),
			priority: z.number(),
		})
		.nullable(),
	grant: z
		.object({
			id: z.string(),
			model_pattern: z.string(),
			max_requests: z.number().nullable(),
			expires_at: moment,
		})
		.nullable(),
	tier_required: z.string().nullable(),
	quotas: z.array(quotaShape),
	changes: z
		.array(
			z.object({
				kind: change.shape.kind,
				text: z.string(),
				tier: z.string().nullable(),
				until: moment.nullable(),
			}),
		)
		.describe("What would turn it around, the nearest first."),
});

export const toTrace = ({ rule, grant, quotas, changes, ...trace }: AccessTrace): z.infer<typeof traceShape> => ({
	user_id: trace.userId,
	model_id: trace.modelId,
	role: trace.role,
	tier: trace.tierCode,
	verdict: trace.verdict,
	reason: trace.reason,
	message: trace.message,
	rule: rule && {
		tier_code: rule.tierCode,
		model_pattern: rule.modelPattern,
		allowed: rule.allowed,
		max_requests_per_day: rule.maxRequestsPerDay,
		max_context_length: rule.maxContextLength,
		priority: rule.priority,
	},
	grant: grant && {
		id: grant.id,
		model_pattern: grant.modelPattern,
		max_requests: grant.maxRequests,
		expires_at: grant.expiresAt.toISOString(),
	},
	tier_required: trace.tierRequired,
	quotas: quotas.map(toQuota),
	changes: changes.map(({ kind, text, tierCode, until }) => ({
		kind,
		text,
		tier: tierCode ?? null,
		until: toMoment(until ?? null),
	})),
});

const toQuota = ({ name, label, unit, limit, used, remaining, resetsAt }: Quota): z.infer<typeof quotaShape> => ({
	name,
	label,
	unit,
	limit: limit === null ? null : Number(limit),
	used: Number(used),
	remaining: remaining === null ? null : Number(remaining),
	resets_at: toMoment(resetsAt),
});
