import { schema, type Tx } from "@llm-hub/db";
import type { Failure } from "@llm-hub/providers";
import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record.ts";
import { auditAsSystem, targetOf } from "./key-audit.ts";
import { untested } from "./key-versions.ts";
import { isRefusal } from "./refusals.ts";
import type { Deps } from "./saved-keys.ts";

const { llmProviders, providerKeyVersions } = schema;

/** A secret of a saved key. */
export interface KeyInUse {
	providerId: string;
	keyVersion: number;
}

const minuteMs = 60_000;
const longestWaitMs = 6 * 60 * minuteMs;

/**
 * When a key that is set aside is tested again: after a minute, and twice as long after each further refusal, up to 6 h.
 * From a quarter of an hour on where the account is refused: the free test cannot see that, and gives it another chance.
 */
export function retryAt({ reason, tests }: { reason: string | null; tests: number }, now: Date): Date {
	const firstMs = reason === "unauthorized" ? minuteMs : 15 * minuteMs;
	return new Date(now.getTime() + Math.min(firstMs * 2 ** Math.min(tests, 20), longestWaitMs));
}

/** A good key is tested again after 6 h, one that fails for another reason than its secret after a quarter of an hour. */
export function nextTestOf(
	{ success, setAside }: { success: boolean; setAside: { reason: string | null; tests: number } | null },
	now: Date,
): Date {
	if (success) return new Date(now.getTime() + longestWaitMs);
	return setAside ? retryAt(setAside, now) : new Date(now.getTime() + 15 * minuteMs);
}

/** What a key that is refused from now on has in its row. */
export const setAsideBy = ({ reason, message }: Pick<Failure, "reason" | "message">, now: Date) =>
	({
		healthStatus: "unhealthy",
		setAsideAt: now,
		setAsideReason: reason,
		setAsideMessage: message,
		setAsideTests: 0,
		nextTestAt: retryAt({ reason, tests: 0 }, now),
	}) as const;

/** A call found that the provider refuses the key or its account: it is set aside, or its share of a rotation ends. */
export async function noteRefusal(deps: Deps, key: KeyInUse, failure: Failure, runId: string): Promise<void> {
	if (!isRefusal(failure)) return;
	const ctx = auditAsSystem(deps, "run", runId);
	await deps.db.transaction(async (tx) => {
		const [row] = await tx
			.update(llmProviders)
			.set(setAsideBy(failure, new Date()))
			.where(and(inUse(key), isNull(llmProviders.setAsideAt)))
			.returning();
		if (row) {
			const after = { version: row.keyVersion, reason: failure.reason };
			await recordAudit(tx, ctx, { action: "keys.set_aside", target: targetOf(row), after });
			deps.services.log.warn({ ...key, reason: failure.reason }, "provider key set aside");
			return;
		}
		const name = await endShare(tx, key, failure);
		if (name === null) return;
		const after = { version: key.keyVersion, state: "staged", reason: failure.reason };
		const target = targetOf({ id: key.providerId, name });
		await recordAudit(tx, ctx, { action: "keys.rotate.withdraw", target, after });
		deps.services.log.warn({ ...key, reason: failure.reason }, "the staged provider key was refused and pays no more");
	});
}

/** Takes a refused version out of the traffic; the key's name, or null when it had no share. */
async function endShare(tx: Tx, { providerId, keyVersion }: KeyInUse, failure: Failure): Promise<string | null> {
	const lastTest = { success: false, latencyMs: 0, modelsFound: null, error: failure, stages: [] };
	const [withdrawn] = await tx
		.update(providerKeyVersions)
		.set({ state: "staged", sharePercent: null, testStatus: "failed", lastTestedAt: sql`now()`, lastTest })
		.where(
			and(
				eq(providerKeyVersions.providerId, providerId),
				eq(providerKeyVersions.version, keyVersion),
				eq(providerKeyVersions.state, "sharing"),
			),
		)
		.returning({ id: providerKeyVersions.id });
	if (!withdrawn) return null;
	const [row] = await tx.select({ name: llmProviders.name }).from(llmProviders).where(eq(llmProviders.id, providerId));
	return row?.name ?? null;
}

/** A call with a key that was set aside was answered: it is good again. */
export async function noteAnswer(deps: Deps, key: KeyInUse, runId: string): Promise<void> {
	const { healthStatus: _, testStatus, lastTest, lastTestedAt, ...notSetAside } = untested;
	await deps.db.transaction(async (tx) => {
		const [row] = await tx
			.update(llmProviders)
			.set({ ...notSetAside, healthStatus: "healthy" })
			.where(and(inUse(key), isNotNull(llmProviders.setAsideAt)))
			.returning();
		if (!row) return;
		const entry = { target: targetOf(row), after: { version: row.keyVersion } };
		await recordAudit(tx, auditAsSystem(deps, "run", runId), { action: "keys.restore", ...entry });
		deps.services.log.info(key, "provider key in use again");
	});
}

const inUse = ({ providerId, keyVersion }: KeyInUse) =>
	and(eq(llmProviders.id, providerId), eq(llmProviders.keyVersion, keyVersion));
