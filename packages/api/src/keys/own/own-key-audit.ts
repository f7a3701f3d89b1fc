import { providerInfo } from "@llm-hub/providers";
import { AuditSecret } from "../../audit/audit-key.ts";
import type { AuditEntry } from "../../audit/record.ts";
import { UnreadableSecretError } from "../keyring.ts";
import type { Deps } from "../saved-keys.ts";
import { type OwnKey, openOwnKey } from "./own-keys.ts";
import type { OwnProvider } from "./schema.ts";

/** What the audit calls somebody's own key. */
export const ownKeyTarget = ({
	id,
	providerType,
}: {
	id: string | null;
	providerType: string;
}): AuditEntry["target"] => ({
	type: "own_key",
	id,
	name: providerInfo[providerType as OwnProvider].displayName,
});

/** What the audit keeps of it: that it is there, and its fingerprint. */
export function ownKeyFields(deps: Deps, row: OwnKey): Record<string, unknown> {
	return { providerType: row.providerType, key: fingerprintable(deps, row) };
}

function fingerprintable(deps: Deps, row: OwnKey): AuditSecret | "unreadable" {
	try {
		return new AuditSecret(openOwnKey(deps, row));
	} catch (error) {
		if (error instanceof UnreadableSecretError) return "unreadable";
		throw error;
	}
}
