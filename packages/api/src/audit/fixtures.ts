import type { UserActor } from "../context.ts";
import type { TestApi } from "../test/harness.ts";
import { type AuditContext, type AuditEntry, recordAudit } from "./record.ts";

/** A request of that user, or of nobody. */
export const auditContext = (api: TestApi, actor: UserActor | null): AuditContext => ({
	actor,
	services: api.services,
	requestId: "request-1",
	address: "203.0.113.7",
	userAgent: "a browser",
});

export const anEntry: AuditEntry = {
	action: "keys.save",
	target: { type: "provider_key", id: "key-1", name: "OpenAI" },
	before: { priority: 100, name: "OpenAI" },
	after: { priority: 50, name: "OpenAI" },
};

/** Records that many events, one transaction each. */
export async function recordMany(api: TestApi, actor: UserActor | null, count: number): Promise<void> {
	for (let i = 1; i <= count; i++) {
		const target = { type: "provider_key", id: `key-${i}`, name: `Key ${i}` };
		await api.db.transaction((tx) => recordAudit(tx, auditContext(api, actor), { ...anEntry, target }));
	}
}
