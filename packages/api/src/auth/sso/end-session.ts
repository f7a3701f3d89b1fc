import { schema, type Tx } from "@llm-hub/db";
import { eq } from "drizzle-orm";
import { buildEndSessionUrl } from "openid-client";
import type { Context } from "../../context.ts";
import type { Services } from "../../services.ts";

const { ssoSessions } = schema;

/** Longer ones would make a sign-out URL that servers refuse: then the provider asks the person instead. */
const longestIdToken = 6_000;

const binding = (sessionId: string) => {
	return { table: "sso_sessions", row: sessionId, provider: "oidc", column: "encrypted_id_token" };
};

/** Keeps what the provider wants to see, sealed, when this session signs out here, and what it calls it when it ends it there. */
export async function keepIdToken(
	tx: Tx,
	{ keyring }: Pick<Services, "keyring">,
	{ sessionId, idToken, sid }: { sessionId: string; idToken: string; sid: string | null },
): Promise<void> {
	const kept = idToken.length > longestIdToken ? "" : idToken;
	await tx.insert(ssoSessions).values({ sessionId, encryptedIdToken: keyring.seal(kept, binding(sessionId)), sid });
}

/**
 * Where the browser goes to sign out at the provider as well (OpenID Connect RP-Initiated Logout); null for a session that
 * did not begin there, or when the provider has no such page or cannot be asked.
 */
export async function endSessionUrl({ db, actor, services }: Context): Promise<string | null> {
	const { sso, keyring } = services;
	if (!sso || actor?.kind !== "user") return null;
	const { sessionId } = actor;
	const [kept] = await db.select().from(ssoSessions).where(eq(ssoSessions.sessionId, sessionId));
	if (!kept) return null;
	const provider = await sso.discover().catch(() => null);
	if (!provider?.serverMetadata().end_session_endpoint) return null;
	const idToken = opened(() => keyring.open(kept.encryptedIdToken, binding(sessionId)));
	return buildEndSessionUrl(provider, {
		post_logout_redirect_uri: sso.signedOutUri,
		...(idToken && { id_token_hint: idToken }),
	}).href;
}

/** A key that has left the ring since costs the hint, not the sign-out. */
function opened(open: () => string): string {
	try {
		return open();
	} catch {
		return "";
	}
}
