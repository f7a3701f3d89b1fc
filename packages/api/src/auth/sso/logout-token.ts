import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import type { Configuration } from "openid-client";
import { z } from "zod";
import type { SsoProvider } from "./provider.ts";
import { SsoRefusal } from "./refusal.ts";

/** Which sessions the provider wants ended: one by its `sid` there, or all of a person. */
export interface LogoutToken {
	issuer: string;
	subject: string | null;
	sid: string | null;
	jti: string;
	/** From then on the token is too old to be taken, and need not be remembered. */
	uselessAt: Date;
}

const maxAgeSeconds = 300;
const clockToleranceSeconds = 60;
const logoutEvent = "http://schemas.openid.net/event/backchannel-logout";
/** Signatures that the provider alone can make; never `none`, and no secret that is shared. */
const algorithms = [
	"RS256",
	"RS384",
	"RS512",
	"PS256",
	"PS384",
	"PS512",
	"ES256",
	"ES384",
	"ES512",
	"EdDSA",
	"Ed25519",
];

const text = z.string().min(1).max(500);
const claims = z
	.object({
		iss: text,
		iat: z.number(),
		jti: text,
		sub: text.optional(),
		sid: text.optional(),
		events: z.object({ [logoutEvent]: z.looseObject({}) }),
		/** An ID token has one: it must not pass for this. */
		nonce: z.never().optional(),
	})
	.refine(({ sub, sid }) => sub !== undefined || sid !== undefined, "It names neither sub nor sid.");

/**
 * Checks a logout token (OpenID Connect Back-Channel Logout 1.0, 2.6): signature, issuer, audience, times, the event, no
 * nonce, whom it is about. That it comes once alone is for the caller to see.
 * @throws SsoRefusal `untrusted`, or `unreachable` when the provider's keys cannot be had
 */
export async function readLogoutToken({ config, discover }: SsoProvider, token: string): Promise<LogoutToken> {
	const provider = await discover();
	try {
		const { payload, protectedHeader } = await jwtVerify(token, keysOf(provider), {
			issuer: config.issuer,
			audience: config.clientId,
			algorithms,
			maxTokenAge: maxAgeSeconds,
			clockTolerance: clockToleranceSeconds,
		});
		if (!/^(logout\+)?jwt$/i.test(protectedHeader.typ ?? "JWT"))
			throw new SsoRefusal("untrusted", "it is another kind of token");
		const { iss, iat, jti, sub = null, sid = null } = claims.parse(payload);
		const uselessAt = new Date((iat + maxAgeSeconds + 2 * clockToleranceSeconds) * 1000);
		return { issuer: iss, subject: sub, sid, jti, uselessAt };
	} catch (error) {
		throw refusalOf(error);
	}
}

const keys = new WeakMap<Configuration, JWTVerifyGetKey>();

/** The provider's signing keys, fetched when they are needed and again for a key that is new. */
function keysOf(provider: Configuration): JWTVerifyGetKey {
	const known = keys.get(provider);
	if (known) return known;
	const { jwks_uri } = provider.serverMetadata();
	if (!jwks_uri) throw new SsoRefusal("untrusted", "the provider names no signing keys");
	const made = createRemoteJWKSet(new URL(jwks_uri), { timeoutDuration: 5_000 });
	keys.set(provider, made);
	return made;
}

function refusalOf(error: unknown): SsoRefusal {
	if (error instanceof SsoRefusal) return error;
	if (error instanceof z.ZodError)
		return new SsoRefusal("untrusted", error.issues[0]?.message ?? "its claims do not fit");
	// No answer, or another than keys.
	const isOut = error instanceof errors.JWKSTimeout || error instanceof TypeError;
	if (isOut || (error instanceof errors.JOSEError && error.code === "ERR_JOSE_GENERIC")) {
		return new SsoRefusal("unreachable", "the provider's signing keys cannot be had");
	}
	return new SsoRefusal("untrusted", error instanceof Error ? error.message.slice(0, 300) : "unknown");
}
