export { reconcile } from "./access/reconcile.ts";
export { seedAccess } from "./access/seed-access.ts";
export { expireHolds } from "./access/settle.ts";
export { authenticateToken } from "./access/tokens/authenticate-token.ts";
export { refusalOf, requireCaller, type Who } from "./access/who.ts";
export { exportAudit } from "./audit/export.ts";
export { proveAudit, proveAuditWhenDue } from "./audit/prove.ts";
export { pruneAuth } from "./auth/prune.ts";
export { authenticate } from "./auth/session.ts";
export { ensureFirstAdmin } from "./auth/setup.ts";
export { backChannelLogout } from "./auth/sso/back-channel-logout.ts";
export type { SsoConfig } from "./auth/sso/provider.ts";
export { SsoRefusal } from "./auth/sso/refusal.ts";
export { finishSso, startSso } from "./auth/sso/sign-in.ts";
export { addSandboxModels } from "./catalog/sandbox-models.ts";
export { seedCatalog } from "./catalog/seed-catalog.ts";
export { refreshCatalog } from "./catalog/sync/refresh.ts";
export { syncCatalogWhenDue } from "./catalog/sync/when-due.ts";
export { judgeModels } from "./catalog/usable.ts";
export type { Actor, Context, TokenActor, UserActor } from "./context.ts";
export {
	ConflictError,
	DomainError,
	ForbiddenError,
	InvalidInputError,
	isOursToMend,
	LimitExceededError,
	NotFoundError,
	toTRPCError,
	UnauthorizedError,
	UnavailableError,
	UpstreamError,
} from "./errors.ts";
export { proveKeyring } from "./keys/canary.ts";
export { type EncryptionKey, parseEncryptionKeys } from "./keys/encryption-keys.ts";
export { type ImportReport, importFernet } from "./keys/import-fernet.ts";
export { type FernetKey, parseFernetKey } from "./keys/import-fernet-token.ts";
export { reencrypt } from "./keys/reencrypt.ts";
export { retireKeysWhenDue } from "./keys/rotate/retire-key.ts";
export { pruneKeyTests, testDueKeys } from "./keys/test-due-keys.ts";
export { type AppRouter, appRouter, createCaller } from "./root.ts";
export { type ApiConfig, createServices, type Services } from "./services.ts";
export { openSharedStore, type SharedStore } from "./shared-store.ts";
export { cancelRun } from "./testing/cancel-run.ts";
export { closeOrphans } from "./testing/close-orphans.ts";
export { followRun } from "./testing/follow-run.ts";
export { indexWords } from "./testing/runs/index-words.ts";
export { startRun } from "./testing/start-run.ts";
export { carryOnSuites } from "./testing/suites/carry-on.ts";
export { errorDetails } from "./trpc.ts";
