import { schema } from "@llm-hub/db";
import { and, eq, gte, ilike, like, lt, or, type SQL, sql } from "drizzle-orm";
import { storableText } from "../testing/storable.ts";
import type { AuditFilters } from "./schema.ts";

const { auditEvents } = schema;

const containing = (text: string): string => `%${escaped(storableText(text))}%`;
const escaped = (text: string): string => text.replace(/[\\%_]/g, "\\$&");

/** The condition that filters stand for; undefined takes everything. */
export function matching(filters: AuditFilters): SQL | undefined {
	const { actor, action, target, targetType, targetId, since, until, text } = filters;
	return and(
		actor === undefined
			? undefined
			: or(eq(auditEvents.actorId, storableText(actor)), ilike(auditEvents.actorEmail, containing(actor))),
		action === undefined
			? undefined
			: or(eq(auditEvents.action, action), like(auditEvents.action, `${escaped(action)}.%`)),
		target === undefined
			? undefined
			: or(eq(auditEvents.targetId, storableText(target)), ilike(auditEvents.targetName, containing(target))),
		targetType === undefined ? undefined : eq(auditEvents.targetType, storableText(targetType)),
		targetId === undefined ? undefined : eq(auditEvents.targetId, storableText(targetId)),
		since === undefined ? undefined : gte(auditEvents.at, new Date(since)),
		until === undefined ? undefined : lt(auditEvents.at, new Date(until)),
		text === undefined ? undefined : holds(text),
	);
}

function holds(text: string): SQL | undefined {
	const { action, actorId, actorEmail, targetType, targetId, targetName, address, userAgent, requestId } = auditEvents;
	const columns = [action, actorId, actorEmail, targetType, targetId, targetName, address, userAgent, requestId];
	const pattern = containing(text);
	return or(
		...columns.map((column) => ilike(column, pattern)),
		sql`${auditEvents.before}::text ilike ${pattern}`,
		sql`${auditEvents.after}::text ilike ${pattern}`,
	);
}
