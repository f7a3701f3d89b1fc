import { type DbOrTx, schema } from "@llm-hub/db";
import { and, desc, eq, lt } from "drizzle-orm";
import type { Context } from "../context.ts";
import { NotFoundError } from "../errors.ts";
import type { AuditRow } from "./chain.ts";
import { matching } from "./filters.ts";
import {
	type AuditEvent,
	type AuditEventInput,
	type AuditFilters,
	auditActions,
	type ListAuditInput,
	type ListAuditOutput,
} from "./schema.ts";

const { auditEvents } = schema;

/** One page of the audit, the newest event first. */
export async function listAudit({ db }: Pick<Context, "db">, input: ListAuditInput): Promise<ListAuditOutput> {
	const { limit, cursor, ...filters } = input;
	const events = await readPage(db, filters, { before: cursor ?? null, limit: limit + 1 });
	const page = events.slice(0, limit);
	return { events: page, nextCursor: events.length > limit ? (page.at(-1)?.seq ?? null) : null };
}

/** The events that match and stand before one, the newest first. Paged by number: what is written meanwhile moves nothing. */
export async function readPage(
	db: DbOrTx,
	filters: AuditFilters,
	{ before, limit }: { before: number | null; limit: number },
): Promise<AuditEvent[]> {
	const rows = await db
		.select()
		.from(auditEvents)
		.where(and(matching(filters), before === null ? undefined : lt(auditEvents.seq, before)))
		.orderBy(desc(auditEvents.seq))
		.limit(limit);
	return rows.map(eventOf);
}

/** One event by its number. @throws NotFoundError */
export async function auditEventById({ db }: Pick<Context, "db">, { seq }: AuditEventInput): Promise<AuditEvent> {
	const [row] = await db.select().from(auditEvents).where(eq(auditEvents.seq, seq));
	if (!row) throw new NotFoundError(`There is no event ${seq} in the audit.`);
	return eventOf(row);
}

const titles: Record<string, string> = auditActions;

function eventOf(row: AuditRow): AuditEvent {
	const { seq, at, actorKind, actorId, actorEmail, action, targetType, targetId, targetName, ...rest } = row;
	const { before, after, address, userAgent, requestId, previousHash, hash } = rest;
	return {
		...{ seq, at, actor: { kind: actorKind, id: actorId, email: actorEmail }, action, title: titles[action] ?? action },
		target: targetType === null ? null : { type: targetType, id: targetId, name: targetName },
		...{ before, after, address, userAgent, requestId, previousHash, hash },
	};
}

/** Every action that the audit may tell of, for a filter. */
export const listAuditActions = () => ({
	actions: Object.entries(auditActions).map(([action, title]) => ({ action, title })),
});
