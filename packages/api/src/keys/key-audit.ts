import type { Tx } from "@llm-hub/db";
import { providerInfo } from "@llm-hub/providers";
import { AuditSecret } from "../audit/audit-key.ts";
import { type AuditContext, type AuditEntry, recordAudit } from "../audit/record.ts";
import type { Context } from "../context.ts";
import type { TestPlan } from "./keep-test.ts";
import { UnreadableSecretError } from "./keyring.ts";
import { isRefusal } from "./refusals.ts";
import { type Deps, openSavedKey, type SavedKey } from "./saved-keys.ts";
import type { TestResult } from "./schema.ts";

type Row = Pick<SavedKey, "id" | "name">;

export const targetOf = ({ id, name }: Row): AuditEntry["target"] => ({ type: "provider_key", id, name });

/** What the system did by itself: in a run, or on a clock. */
export const auditAsSystem = ({ services }: Deps, reason: "run" | "clock", requestId: string): AuditContext => ({
	services,
	actor: { kind: "system", reason },
	requestId,
	address: "",
	userAgent: null,
});

/** Tells that a key was saved, replaced or deleted. */
export async function auditKeyChange(
	tx: Tx,
	ctx: Context,
	action: "keys.save" | "keys.delete",
	{ before, after }: { before: SavedKey | null; after: SavedKey | null },
): Promise<void> {
	const row = after ?? before;
	if (!row) return;
	await recordAudit(tx, ctx, {
		action,
		target: targetOf(row),
		before: before && fieldsOf(ctx, before),
		after: after && fieldsOf(ctx, after),
	});
}

function fieldsOf(deps: Deps, row: SavedKey): Record<string, unknown> {
	const { providerType, name, baseUrl, priority, enabled } = row;
	return { providerType, name, baseUrl, priority, enabled, key: fingerprintable(deps, row) };
}

function fingerprintable(deps: Deps, row: SavedKey): AuditSecret | "unreadable" | null {
	try {
		const secret = openSavedKey(deps, row);
		return secret === null ? null : new AuditSecret(secret);
	} catch (error) {
		if (error instanceof UnreadableSecretError) return "unreadable";
		throw error;
	}
}

/** Tells that a key was sent to its host; a null result is a test that was given up. */
export const auditTest = (
	tx: Tx,
	ctx: AuditContext,
	{ target, row, slot }: TestPlan,
	result: TestResult | null,
): Promise<void> =>
	recordAudit(tx, ctx, {
		action: "keys.test",
		target: row
			? targetOf(row)
			: { type: "provider", id: target.provider, name: providerInfo[target.provider].displayName },
		after: {
			baseUrl: target.baseUrl,
			...(row && { version: slot?.version ?? row.keyVersion }),
			key: target.secret === null ? null : new AuditSecret(target.secret),
			success: result?.success ?? false,
			reason: result ? (result.error?.reason ?? null) : "cancelled",
		},
	});

/** Tells that a test set a key aside, or took it back; nothing when it changed neither. */
export async function auditSetAside(tx: Tx, ctx: AuditContext, row: SavedKey, result: TestResult): Promise<void> {
	const wasAside = row.setAsideAt !== null;
	const entry = { target: targetOf(row), after: { version: row.keyVersion, reason: result.error?.reason ?? null } };
	if (wasAside && result.success) await recordAudit(tx, ctx, { action: "keys.restore", ...entry });
	if (!wasAside && isRefusal(result.error)) {
		await recordAudit(tx, ctx, { action: "keys.set_aside", ...entry });
	}
}
