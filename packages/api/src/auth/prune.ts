import type { Db } from "@llm-hub/db";
import { deleteForgottenThrottles } from "./login-throttle.ts";
import { deleteExpiredSessions } from "./session.ts";
import { deleteExpiredSetupTokens } from "./setup.ts";
import { deleteOldLogoutTokens } from "./sso/back-channel-logout.ts";

/** Removes what ran out of time: sessions, set-up links, throttles and logout tokens of the past. For the clock; nothing depends on it. */
export async function pruneAuth(db: Db): Promise<void> {
	await deleteExpiredSessions(db);
	await deleteExpiredSetupTokens(db);
	await deleteForgottenThrottles(db);
	await deleteOldLogoutTokens(db);
}
