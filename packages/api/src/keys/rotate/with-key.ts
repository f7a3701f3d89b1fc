import { schema, type Tx } from "@llm-hub/db";
import { eq } from "drizzle-orm";
import { AuditSecret } from "../../audit/audit-key.ts";
import type { Context } from "../../context.ts";
import { ConflictError, NotFoundError } from "../../errors.ts";
import { readSlot } from "../key-versions.ts";
import { UnreadableSecretError } from "../keyring.ts";
import { atVersion, type Deps, type KeyVersion, openSavedKey, type SavedKey } from "../saved-keys.ts";

const { llmProviders } = schema;

/** A saved key whose row is locked until the transaction ends, with what stands in its second slot. */
export interface LockedKey {
	row: SavedKey;
	slot: KeyVersion | null;
	now: Date;
}

/** One step of a rotation, on whichever server: the steps of a key take turns. @throws NotFoundError for an unknown key */
export const withLockedKey = <Result>(
	{ db }: Pick<Context, "db">,
	providerId: string,
	step: (tx: Tx, key: LockedKey) => Promise<Result>,
): Promise<Result> =>
	db.transaction(async (tx) => {
		const [row] = await tx.select().from(llmProviders).where(eq(llmProviders.id, providerId)).for("update");
		if (!row) throw new NotFoundError("There is no such saved key.");
		return step(tx, { row, slot: await readSlot(tx, row.id), now: new Date() });
	});

/** A version as the audit tells of it. */
export function auditedVersion(
	deps: Deps,
	row: SavedKey,
	version: KeyVersion | null,
): { version: number; key: AuditSecret | "unreadable" | null } {
	const at = version ? atVersion(row, version) : row;
	try {
		const secret = openSavedKey(deps, at);
		return { version: at.keyVersion, key: secret === null ? null : new AuditSecret(secret) };
	} catch (error) {
		if (!(error instanceof UnreadableSecretError)) throw error;
		return { version: at.keyVersion, key: "unreadable" };
	}
}

/** 409: the rotation is no longer where the caller saw it. */
export function notThere({ row, slot }: LockedKey, version: number): ConflictError {
	const state = slot ? `version ${slot.version} is ${stateNames[slot.state]}` : "no other version is kept";
	return new ConflictError(
		`Version ${version} of "${row.name}" is not where this asks for it: version ${row.keyVersion} is in use and ${state}. Look again.`,
	);
}

const stateNames = {
	staged: "staged",
	sharing: "sharing the traffic",
	grace: "kept for a roll back",
	retired: "retired",
} as const;
