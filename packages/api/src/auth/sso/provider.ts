import * as oidc from "openid-client";
import type { Logger } from "pino";
import { SsoRefusal } from "./refusal.ts";

/** The OpenID provider, as the operator named it. */
export interface SsoConfig {
	/** Exactly as the provider names itself. */
	issuer: string;
	clientId: string;
	clientSecret: string;
	/** The role or group there that makes an admin here. */
	adminRole: string | null;
	/** The claim that names the tier. */
	tierClaim: string | null;
}

export interface SsoProvider {
	config: SsoConfig;
	/** Where the provider sends people back to after a sign-in, and after a sign-out. Both are registered there. */
	redirectUri: string;
	signedOutUri: string;
	/** What the provider says of itself, kept for an hour. @throws SsoRefusal `unreachable` or `misconfigured` */
	discover(): Promise<oidc.Configuration>;
}

/** How long to wait for any answer of the provider, in seconds. */
const answerWithinSeconds = 5;
const freshForMs = 3_600_000;

/** The provider is asked when it is needed for the first time, so that it need not be up when we start. */
export function createSsoProvider(config: SsoConfig, publicUrl: string, log: Logger): SsoProvider {
	let known: { metadata: oidc.Configuration; at: number } | null = null;
	let asking: Promise<oidc.Configuration> | null = null;
	const discover = async (): Promise<oidc.Configuration> => {
		if (known && Date.now() - known.at < freshForMs) return known.metadata;
		asking ??= ask(config).finally(() => {
			asking = null;
		});
		try {
			known = { metadata: await asking, at: Date.now() };
			return known.metadata;
		} catch (error) {
			log.warn({ reason: reasonOf(error), issuer: config.issuer }, "the OpenID provider cannot be discovered");
			if (known) return known.metadata;
			throw refusalOf(error);
		}
	};
	return {
		config,
		redirectUri: `${publicUrl}/auth/sso/callback`,
		signedOutUri: `${publicUrl}/sign-in`,
		discover,
	};
}

const ask = ({ issuer, clientId, clientSecret }: SsoConfig): Promise<oidc.Configuration> =>
	oidc.discovery(new URL(issuer), clientId, {}, clientAuthentication(clientSecret), {
		timeout: answerWithinSeconds,
		// Plain http is for a provider on this machine: the environment refuses it for any other.
		execute: [oidc.enableNonRepudiationChecks, ...(issuer.startsWith("http:") ? [oidc.allowInsecureRequests] : [])],
	});

/** In the header, where the provider does not say that it wants it in the body alone. */
function clientAuthentication(secret: string): oidc.ClientAuth {
	const [inHeader, inBody] = [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)];
	return (server, ...rest) => {
		const supported = server.token_endpoint_auth_methods_supported;
		const wantsBody = supported?.includes("client_secret_post") && !supported.includes("client_secret_basic");
		return (wantsBody ? inBody : inHeader)(server, ...rest);
	};
}

/** What a failed exchange with the provider means to the person who signs in. */
export function refusalOf(error: unknown): SsoRefusal {
	if (error instanceof SsoRefusal) return error;
	const reason = reasonOf(error);
	if (error instanceof oidc.AuthorizationResponseError) {
		return new SsoRefusal(error.error === "access_denied" ? "denied" : "provider_failed", reason);
	}
	if (error instanceof oidc.ResponseBodyError) {
		if (error.error === "invalid_grant") return new SsoRefusal("expired", reason);
		const isOurs = error.error === "invalid_client" || error.error === "unauthorized_client";
		return new SsoRefusal(isOurs ? "misconfigured" : "provider_failed", reason);
	}
	if (error instanceof oidc.WWWAuthenticateChallengeError) return new SsoRefusal("misconfigured", reason);
	if (error instanceof oidc.ClientError) {
		if (error.code === "OAUTH_TIMEOUT") return new SsoRefusal("unreachable", reason);
		if (error.code === "OAUTH_RESPONSE_IS_NOT_CONFORM") return new SsoRefusal("provider_failed", reason);
		return new SsoRefusal("untrusted", reason);
	}
	// What fetch throws when there is no connection.
	if (error instanceof TypeError) return new SsoRefusal("unreachable", reason);
	return new SsoRefusal("untrusted", reason);
}

/** For the log: names and codes, never a body, a token or a code of the provider. */
function reasonOf(error: unknown): string {
	if (error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ResponseBodyError) {
		return `${error.error}: ${error.error_description ?? "no description"}`.slice(0, 300);
	}
	if (error instanceof oidc.ClientError) return `${error.code ?? "no code"}: ${error.message}`.slice(0, 300);
	if (!(error instanceof Error)) return "unknown";
	const { code } = (error.cause ?? {}) as { code?: unknown };
	return typeof code === "string" ? `${error.message}: ${code}` : error.message.slice(0, 300);
}
