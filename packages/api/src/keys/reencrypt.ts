import type { Db } from "@llm-hub/db";
import { type AuditContext, recordAudit } from "../audit/record.ts";
import type { Context } from "../context.ts";
import { parseEnvelope } from "./envelope.ts";
import { type Keyring, UnreadableSecretError } from "./keyring.ts";
import type { ReencryptEvent, ReencryptInput, UnreadableSecrets } from "./schema.ts";
import {
	countByKey,
	readSecrets,
	replaceSealed,
	type SealedSecret,
	type SecretPlace,
	secretPlaces,
} from "./secret-places.ts";

/**
 * Wraps the data key of every secret with the ring's primary key, batch by batch while servers go on reading and writing;
 * no secret is decrypted. A batch is one transaction with its row in the audit, so whoever is killed anywhere leaves every
 * secret readable under the old key or the new one, and the next call goes on from there. Yields progress, then the
 * result. A dry run writes nothing.
 * @throws the signal's reason, between two batches
 */
export async function* reencrypt(
	ctx: AuditContext & Pick<Context, "db">,
	{ dryRun, batchSize = 200 }: ReencryptInput & { batchSize?: number },
	signal?: AbortSignal,
): AsyncGenerator<ReencryptEvent> {
	const { keyring } = ctx.services;
	const total = await countNotUnder(ctx.db, keyring.primaryId);
	const unreadable: UnreadableSecrets[] = [];
	let [done, rewrapped] = [0, 0];
	yield { type: "progress", done, total };
	for (const place of secretPlaces) {
		let after: string | null = null;
		for (;;) {
			signal?.throwIfAborted();
			const page = { notUnder: keyring.primaryId, after, limit: batchSize };
			const secrets: SealedSecret[] = await readSecrets(ctx.db, place, page);
			if (secrets.length === 0) break;
			const changes = secrets.flatMap((secret) => rewrapOne(keyring, secret, unreadable));
			rewrapped += dryRun ? changes.length : await replaceBatch(ctx, place, changes);
			done += secrets.length;
			after = secrets.at(-1)?.id ?? null;
			yield { type: "progress", done, total: Math.max(total, done) };
		}
	}
	const remaining = await countNotUnder(ctx.db, keyring.primaryId);
	yield { type: "result", dryRun, primaryKeyId: keyring.primaryId, rewrapped, remaining, unreadable };
}

async function countNotUnder(db: Db, keyId: string): Promise<number> {
	const counts = await countByKey(db, secretPlaces);
	return [...counts].reduce((sum, [id, secrets]) => (id === keyId ? sum : sum + secrets), 0);
}

type Change = { id: string; before: string; after: string };

function rewrapOne(keyring: Keyring, { id, sealed, binding }: SealedSecret, unreadable: UnreadableSecrets[]): Change[] {
	try {
		const after = keyring.rewrap(sealed, binding);
		return after === null ? [] : [{ id, before: sealed, after }];
	} catch (error) {
		if (!(error instanceof UnreadableSecretError)) throw error;
		const keyId = parseEnvelope(sealed)?.keyId ?? "";
		const reason = keyring.keyIds.includes(keyId) || keyId === "" ? "different" : "missing";
		const same = unreadable.find((group) => group.keyId === keyId && group.reason === reason);
		if (same) same.secrets++;
		else unreadable.push({ keyId, reason, secrets: 1 });
		return [];
	}
}

async function replaceBatch(
	ctx: AuditContext & Pick<Context, "db">,
	place: SecretPlace,
	changes: Change[],
): Promise<number> {
	if (changes.length === 0) return 0;
	return ctx.db.transaction(async (tx) => {
		const secrets = await replaceSealed(tx, place, changes);
		if (secrets > 0) {
			const target = { type: "keyring", id: ctx.services.keyring.primaryId };
			await recordAudit(tx, ctx, { action: "keys.reencrypt", target, after: { secrets } });
		}
		return secrets;
	});
}
