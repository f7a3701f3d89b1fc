import { type Db, schema } from "@llm-hub/db";
import { desc, eq } from "drizzle-orm";
import type { Logger } from "pino";
import { type Keyring, type SecretBinding, UnreadableSecretError } from "../keys/keyring.ts";
import type { Services } from "../services.ts";
import { type AuditProof, type AuditProofEvent, type AuditStatus, keptProof } from "./schema.ts";
import { verifyLive } from "./verify.ts";

const { auditEvents, settings } = schema;

interface Deps {
	db: Db;
	services: { keyring: Keyring; log: Pick<Logger, "error"> };
}

const settingKey = "audit-proof";
/** What was found is kept sealed, so that the database alone cannot say that all is well. */
const binding: SecretBinding = { table: "settings", row: settingKey, provider: "audit", column: "value" };

/** Reads the whole audit as `verifyLive` does, and keeps what it found with the time. A broken audit is an error in the log. */
export async function* proveAudit({ db, services }: Deps, signal?: AbortSignal): AsyncGenerator<AuditProofEvent> {
	for await (const event of verifyLive({ db, keyring: services.keyring }, { signal })) {
		if (event.type === "result") {
			const { type, ...proof } = event;
			await keepProof({ db, services }, proof);
		}
		yield event;
	}
}

async function keepProof({ db, services }: Deps, proof: AuditProof): Promise<void> {
	if (!proof.ok) services.log.error({ problems: proof.problems.slice(0, 10) }, "the audit is not whole");
	const value = services.keyring.seal(JSON.stringify({ ...proof, at: new Date() }), binding);
	await db
		.insert(settings)
		.values({ key: settingKey, value })
		.onConflictDoUpdate({ target: settings.key, set: { value, updatedAt: new Date() } });
}

/** How far the audit goes, and what the last proof of it found. */
export async function auditStatus({
	db,
	services,
}: Pick<Deps, "db"> & { services: Pick<Services, "keyring"> }): Promise<AuditStatus> {
	const newest = { seq: auditEvents.seq, at: auditEvents.at };
	const [[last], [kept]] = await Promise.all([
		db.select(newest).from(auditEvents).orderBy(desc(auditEvents.seq)).limit(1),
		db.select({ value: settings.value }).from(settings).where(eq(settings.key, settingKey)),
	]);
	const proof = kept ? openProof(services.keyring, kept.value) : null;
	return { lastSeq: last?.seq ?? 0, lastAt: last?.at ?? null, proof };
}

function openProof(keyring: Keyring, sealed: unknown): AuditStatus["proof"] {
	try {
		return keptProof.parse(JSON.parse(keyring.open(String(sealed), binding)));
	} catch (error) {
		if (error instanceof UnreadableSecretError) return null;
		throw error;
	}
}

const day = 24 * 60 * 60 * 1000;

/** Proves the audit once a day, by whichever server comes first, so that tampering is found without anybody asking. */
export async function proveAuditWhenDue(deps: Deps, now = Date.now()): Promise<void> {
	const { proof } = await auditStatus(deps);
	if (proof && now - proof.at.getTime() < day) return;
	for await (const _ of proveAudit(deps));
}
