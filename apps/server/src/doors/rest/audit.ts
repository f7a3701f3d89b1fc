import { type AuditEvent, auditEventOutput } from "@llm-hub/api/schemas";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { callerOf } from "./access.ts";
import { failures, moment, queryNumber } from "./shapes.ts";

const { shape } = auditEventOutput;
const eventShape = z.object({
	seq: shape.seq,
	at: moment,
	actor: shape.actor,
	action: z.string(),
	title: z.string(),
	target: shape.target,
	before: z.unknown().describe("The changed fields; a secret is its fingerprint."),
	after: z.unknown(),
	address: z.string().nullable(),
	user_agent: z.string().nullable(),
	request_id: z.string().nullable(),
	previous_hash: z.string().nullable(),
	hash: z.string(),
});
const query = z.strictObject({
	actor: z.string().max(254).optional().describe("A user's id, or a part of the e-mail address."),
	action: z.string().max(100).optional().describe("One action or a group of them: `keys.save`, `keys`."),
	target_type: z.string().max(100).optional(),
	target_id: z.string().max(500).optional(),
	since: moment.optional(),
	until: moment.optional(),
	text: z.string().max(200).optional().describe("A part of any shown text."),
	limit: queryNumber(z.number().int().min(1).max(200)).default(50),
	cursor: queryNumber(z.number().int().positive()).optional().describe("`next_cursor` of the page before."),
});

const toEvent = ({ userAgent, requestId, previousHash, at, ...event }: AuditEvent): z.infer<typeof eventShape> => ({
	seq: event.seq,
	at: at.toISOString(),
	actor: event.actor,
	action: event.action,
	title: event.title,
	target: event.target,
	before: event.before,
	after: event.after,
	address: event.address,
	user_agent: userAgent,
	request_id: requestId,
	previous_hash: previousHash,
	hash: event.hash,
});

/** `/api/v1/admin/audit`: who changed what and when. */
export const auditRoutes: FastifyPluginAsyncZod = async (app) => {
	app.get(
		"",
		{
			config: { access: "admin", fields: { targetType: "target_type", targetId: "target_id" } },
			schema: {
				tags: ["admin"],
				summary: "The audit, the newest event first",
				querystring: query,
				response: {
					200: z.object({ events: z.array(eventShape), next_cursor: z.number().int().nullable() }),
					...failures,
				},
			},
		},
		async (request) => {
			const { target_type: targetType, target_id: targetId, ...filters } = request.query;
			const page = await callerOf(request).audit.list({ ...filters, targetType, targetId });
			return { events: page.events.map(toEvent), next_cursor: page.nextCursor };
		},
	);
};
