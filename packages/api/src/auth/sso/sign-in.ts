import * as oidc from "openid-client";
import { recordAuditAlone } from "../../audit/record.ts";
import type { Context } from "../../context.ts";
import { endOwnSession } from "../session.ts";
import { attemptLifetimeSeconds, openAttempt, sealAttempt } from "./attempt.ts";
import { mergeClaims, readClaims, type SsoPerson } from "./claims.ts";
import { admitPerson } from "./person.ts";
import { refusalOf, type SsoProvider } from "./provider.ts";
import { SsoRefusal } from "./refusal.ts";
import { returnPath } from "./return-path.ts";

/**
 * Begins a single sign-on: where to send the browser, and what it has to bring back, for `lifetimeSeconds`.
 * @throws SsoRefusal
 */
export async function startSso(
	{ services }: Context,
	{ next }: { next: unknown },
): Promise<{ url: string; cookie: string; lifetimeSeconds: number }> {
	const { config, redirectUri, discover } = requireSso(services.sso);
	const provider = await discover();
	const codeVerifier = oidc.randomPKCECodeVerifier();
	const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
	const url = oidc.buildAuthorizationUrl(provider, {
		redirect_uri: redirectUri,
		scope: "openid profile email",
		code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
		code_challenge_method: "S256",
		state,
		nonce,
	});
	const attempt = {
		state,
		nonce,
		codeVerifier,
		next: returnPath(next, services.config.publicUrl),
		startedAt: Date.now(),
	};
	const cookie = sealAttempt(services, config.issuer, attempt);
	return { url: url.href, cookie, lifetimeSeconds: attemptLifetimeSeconds };
}

/**
 * Ends a single sign-on with the provider's answer: opens a session for the person it names, who is created, linked or
 * brought up to date, and sets the session cookie. Returns the path to go on to.
 * @param query the callback's, as it came
 * @throws SsoRefusal
 */
export async function finishSso(
	ctx: Context,
	{ query, cookie }: { query: URLSearchParams; cookie: string | undefined },
): Promise<{ next: string }> {
	const { services, requestId, address } = ctx;
	const sso = requireSso(services.sso);
	const attempt = openAttempt(services, sso.config.issuer, cookie);
	if (query.get("state") !== attempt.state) {
		throw new SsoRefusal("expired", "the answer belongs to another sign-in than the cookie");
	}
	const provider = await sso.discover();
	const { claims, idToken, sid } = await exchange(provider, sso, query, attempt).catch((error: unknown) => {
		throw refusalOf(error);
	});
	const person = readClaims(claims, sso.config);
	const opened = await admitPerson(ctx, { issuer: claims.iss, person, idToken, sid }).catch(async (error: unknown) => {
		if (error instanceof SsoRefusal) await recordRefusal(ctx, person, error);
		throw error;
	});
	services.log.info({ requestId, userId: opened.user.id, address, via: "sso" }, "signed in");
	await endOwnSession(ctx);
	ctx.setSessionCookie(opened);
	return { next: attempt.next };
}

function requireSso(sso: SsoProvider | null): SsoProvider {
	if (!sso) throw new SsoRefusal("not_configured", "OIDC_ISSUER is not set");
	return sso;
}

/** Trades the code for the claims. State, issuer, PKCE, nonce, audience, times and signature are checked on the way. */
async function exchange(
	provider: oidc.Configuration,
	{ redirectUri }: SsoProvider,
	query: URLSearchParams,
	{ state, nonce, codeVerifier }: { state: string; nonce: string; codeVerifier: string },
) {
	const answer = new URL(redirectUri);
	answer.search = query.toString();
	const tokens = await oidc.authorizationCodeGrant(provider, answer, {
		expectedState: state,
		expectedNonce: nonce,
		pkceCodeVerifier: codeVerifier,
		idTokenExpected: true,
	});
	const own = tokens.claims();
	if (!own || !tokens.id_token) throw new SsoRefusal("untrusted", "the answer has no ID token");
	const more = provider.serverMetadata().userinfo_endpoint
		? await oidc.fetchUserInfo(provider, tokens.access_token, own.sub)
		: {};
	const sid = typeof own.sid === "string" ? own.sid : null;
	return { claims: mergeClaims(own, more), idToken: tokens.id_token, sid };
}

async function recordRefusal(ctx: Context, { email }: SsoPerson, { problem }: SsoRefusal): Promise<void> {
	const target = { type: "user", id: null, name: email };
	await recordAuditAlone(ctx, { action: "auth.login.failed", target, after: { via: "sso", reason: problem } });
}
