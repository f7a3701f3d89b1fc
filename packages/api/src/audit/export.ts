import type { Context } from "../context.ts";
import { type CsvCell, csvLine } from "../csv.ts";
import { readPage } from "./list.ts";
import type { AuditEvent, AuditFilters, ExportAuditInput } from "./schema.ts";

const pageSize = 1_000;

/** The events that match, the newest first, as one file in pieces: CSV with a line of names, or a JSON array. */
export async function* exportAudit(
	ctx: Pick<Context, "db">,
	{ format, ...filters }: ExportAuditInput,
	signal?: AbortSignal,
): AsyncGenerator<string> {
	yield* format === "csv" ? csvOf(pagesOf(ctx, filters, signal)) : jsonOf(pagesOf(ctx, filters, signal));
}

async function* pagesOf({ db }: Pick<Context, "db">, filters: AuditFilters, signal: AbortSignal | undefined) {
	let before: number | null = null;
	for (;;) {
		signal?.throwIfAborted();
		const events: AuditEvent[] = await readPage(db, filters, { before, limit: pageSize });
		yield events;
		if (events.length < pageSize) return;
		before = events.at(-1)?.seq ?? null;
	}
}

async function* jsonOf(pages: AsyncIterable<AuditEvent[]>): AsyncGenerator<string> {
	let separator = "[\n";
	for await (const events of pages) {
		if (events.length === 0) continue;
		yield separator + events.map((event) => JSON.stringify(event)).join(",\n");
		separator = ",\n";
	}
	yield separator === "[\n" ? "[]\n" : "\n]\n";
}

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

const columns: Record<string, (event: AuditEvent) => CsvCell> = {
	seq: (event) => event.seq,
	at: (event) => event.at.toISOString(),
	action: (event) => event.action,
	actor_kind: (event) => event.actor.kind,
	actor_id: (event) => event.actor.id,
	actor_email: (event) => event.actor.email,
	target_type: (event) => event.target?.type ?? null,
	target_id: (event) => event.target?.id ?? null,
	target_name: (event) => event.target?.name ?? null,
	before: (event) => json(event.before),
	after: (event) => json(event.after),
	address: (event) => event.address,
	user_agent: (event) => event.userAgent,
	request_id: (event) => event.requestId,
	previous_hash: (event) => event.previousHash,
	hash: (event) => event.hash,
};

async function* csvOf(pages: AsyncIterable<AuditEvent[]>): AsyncGenerator<string> {
	yield csvLine(Object.keys(columns));
	for await (const events of pages) {
		if (events.length === 0) continue;
		yield events.map((event) => csvLine(Object.values(columns).map((cell) => cell(event)))).join("");
	}
}
