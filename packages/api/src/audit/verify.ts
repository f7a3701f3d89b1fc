import { type Db, schema } from "@llm-hub/db";
import { asc, gt } from "drizzle-orm";
import type { Keyring } from "../keys/keyring.ts";
import { type AuditKey, auditKeysById } from "./audit-key.ts";
import { type AuditHead, type AuditRow, hashOfRow, isGenuine, readHead } from "./chain.ts";
import type { AuditProof, AuditProofEvent } from "./schema.ts";

const { auditEvents } = schema;

type Problem = AuditProof["problems"][number];
type Keys = ReadonlyMap<string, AuditKey | null>;

const mostProblems = 100;

/** What the next row has to follow. */
interface Previous {
	seq: number;
	hash: string | null;
	/** Whether its hash can be held against its follower: one that was changed is told of once. */
	isChanged: boolean;
}

interface Options {
	signal?: AbortSignal | undefined;
	pageSize?: number;
}

/** `verifyLive` to its end. */
export async function verifyAudit(on: { db: Db; keyring: Keyring }, options: Options = {}): Promise<AuditProof> {
	for await (const { type, ...proof } of verifyLive(on, options)) if ("ok" in proof) return proof;
	throw new Error("The proof of the audit ended without a result.");
}

/**
 * Reads the whole audit and says which rows were changed, moved or taken out, while servers go on writing. Yields
 * progress after each page, then the result.
 * @throws the signal's reason when it is aborted
 */
export async function* verifyLive(
	{ db, keyring }: { db: Db; keyring: Keyring },
	{ signal, pageSize = 500 }: Options = {},
): AsyncGenerator<AuditProofEvent> {
	const problems: Problem[] = [];
	let previous: Previous = { seq: 0, hash: null, isChanged: false };
	let cursor: number | null = null;
	let checked = 0;
	let head: AuditHead | null = null;
	let keys: Keys = new Map();
	for (;;) {
		signal?.throwIfAborted();
		// The end is read before the rows: whatever it says is there must be there then.
		head = await readHead(db);
		keys = await auditKeysById(db, keyring);
		const rows: AuditRow[] = await db
			.select()
			.from(auditEvents)
			.where(cursor === null ? undefined : gt(auditEvents.seq, cursor))
			.orderBy(asc(auditEvents.seq))
			.limit(pageSize);
		for (const row of rows) {
			const key = keys.get(row.keyId) ?? null;
			const expected = key && hashOfRow(key, row);
			problems.push(...problemsOf(row, previous, expected));
			previous = { seq: row.seq, hash: row.hash, isChanged: expected !== null && expected !== row.hash };
			checked++;
		}
		if (rows.length === 0) break;
		cursor = previous.seq;
		yield { type: "progress", checked, total: Math.max(head?.seq ?? 0, checked) };
	}
	problems.push(...problemsOfEnd(head, previous, keys));
	yield {
		type: "result",
		ok: problems.length === 0,
		checked,
		head: head && { seq: head.seq, hash: head.hash },
		problems: problems.slice(0, mostProblems),
	};
}

function* problemsOf(row: AuditRow, previous: Previous, expected: string | null): Generator<Problem> {
	const { seq, previousHash, keyId } = row;
	const first = previous.seq + 1;
	if (seq > first) yield { seq: first, kind: "missing", message: missing(first, seq - 1) };
	if (expected === null) {
		const message = `Event ${seq} cannot be checked: its audit key ${keyId} is gone, or is sealed under a key that the keyring does not have.`;
		yield { seq, kind: "unreadable", message };
	} else if (expected !== row.hash) {
		yield { seq, kind: "changed", message: `Event ${seq} was changed after it was written, or made up.` };
	} else if (seq === first && !previous.isChanged && previous.hash !== previousHash) {
		yield { seq, kind: "unlinked", message: `Event ${seq} was not written after event ${seq - 1} as that stands now.` };
	}
}

function* problemsOfEnd(head: AuditHead | null, { seq, hash, isChanged }: Previous, keys: Keys): Generator<Problem> {
	if (!head) {
		if (seq > 0) yield { seq, kind: "end", message: "The record of where the audit ends is gone." };
	} else if (!isGenuine(head, keys)) {
		yield { seq, kind: "end", message: "The record of where the audit ends was tampered with." };
	} else if (head.seq > seq) {
		yield { seq: seq + 1, kind: "missing", message: missing(seq + 1, head.seq) };
	} else if (head.seq < seq || (!isChanged && head.hash !== hash)) {
		yield { seq, kind: "end", message: `The audit was recorded to end at event ${head.seq}, which is not its end.` };
	}
}

const missing = (from: number, to: number): string =>
	from === to ? `Event ${from} is missing.` : `Events ${from} to ${to} are missing.`;
