import { generateKeyPairSync, type JsonWebKey, type KeyObject, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import Provider, { type Configuration, type KoaContextWithOIDC } from "oidc-provider";

/** A real OpenID provider on a loopback port, for the length of a test file. Whoever types a person's name there is that person. */
export interface OpenIdProvider {
	issuer: string;
	clientId: string;
	clientSecret: string;
	/** With which it signs, as `signing` by ES256: to make tokens that it never would. */
	signingKey: KeyObject;
	/** The claims of each person by their subject, as they are at this moment. */
	people: Map<string, Record<string, unknown>>;
	/**
	 * Tells the provider where its client lives, for browsers and for the provider itself: before the first sign-in. Whoever
	 * was signed in there no longer is.
	 */
	register(publicUrl: string, reachableUrl?: string): void;
	/** Changes every answer of the token endpoint from now on; null no longer. */
	tamper(change: ((body: Record<string, unknown>) => void) | null): void;
	/** Whoever connects is cut off. The port stays its own, so that nobody else takes it meanwhile. */
	stop(): void;
	startAgain(): void;
}

const claims = ["name", "preferred_username", "roles", "groups", "realm_access", "resource_access", "llm_hub"];

/** Starts the provider. It has one client, which is told its addresses by `register`. */
export async function startOpenIdProvider(): Promise<OpenIdProvider> {
	const people: OpenIdProvider["people"] = new Map();
	const clientSecret = `sk-test-${randomBytes(16).toString("hex")}`;
	const clientId = "llm-hub";
	const { privateKey: signingKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
	const privateKey = signingKey.export({ format: "jwk" });
	let change: Parameters<OpenIdProvider["tamper"]>[0] = null;
	let handle: (request: IncomingMessage, response: ServerResponse) => void = (_, response) =>
		response.writeHead(503).end();
	let isDown = false;
	const server = createServer((request, response) => handle(request, response));
	server.on("connection", (socket) => {
		if (isDown) socket.destroy();
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	if (typeof address !== "object" || address === null) throw new Error("The provider does not listen.");
	const issuer = `http://localhost:${address.port}`;

	const register = (publicUrl: string, reachableUrl = publicUrl) => {
		const provider = new Provider(
			issuer,
			configuration({ publicUrl, reachableUrl, clientId, clientSecret, people, privateKey }),
		);
		provider.use(async (ctx, next) => {
			await next();
			if (ctx.path === "/token" && ctx.status === 200) change?.(ctx.body as Record<string, unknown>);
		});
		const callback = provider.callback();
		handle = (request, response) => {
			if (request.url?.startsWith("/interaction/")) void interact(provider, request, response);
			else void callback(request, response);
		};
	};
	register("http://localhost:1");
	return {
		issuer,
		clientId,
		clientSecret,
		people,
		signingKey,
		register,
		tamper: (next) => {
			change = next;
		},
		stop: () => {
			isDown = true;
			server.closeAllConnections();
			server.unref();
		},
		startAgain: () => {
			isDown = false;
		},
	};
}

interface Registration {
	publicUrl: string;
	reachableUrl: string;
	privateKey: JsonWebKey;
	clientId: string;
	clientSecret: string;
	people: OpenIdProvider["people"];
}

function configuration({
	publicUrl,
	reachableUrl,
	privateKey,
	clientId,
	clientSecret,
	people,
}: Registration): Configuration {
	return {
		clients: [
			{
				client_id: clientId,
				client_secret: clientSecret,
				redirect_uris: [`${publicUrl}/auth/sso/callback`],
				post_logout_redirect_uris: [`${publicUrl}/sign-in`],
				backchannel_logout_uri: `${reachableUrl}/auth/sso/backchannel-logout`,
				backchannel_logout_session_required: true,
				id_token_signed_response_alg: "ES256",
			},
		],
		findAccount: (_, accountId) => {
			const person = people.get(accountId);
			return person && { accountId, claims: async () => ({ sub: accountId, ...person }) };
		},
		claims: { openid: ["sub"], email: ["email", "email_verified"], profile: claims },
		jwks: { keys: [{ ...privateKey, kid: "signing", use: "sig", alg: "ES256" }] },
		ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
		pkce: { required: () => true },
		// Its own dispatcher calls no client on this machine.
		fetch: (url, options) => {
			const plain: RequestInit = { ...options };
			Reflect.deleteProperty(plain, "dispatcher");
			return fetch(url, plain);
		},
		cookies: { keys: [randomBytes(16).toString("hex")] },
		interactions: { url: (_, { uid }) => `/interaction/${uid}` },
		features: {
			devInteractions: { enabled: false },
			backchannelLogout: { enabled: true },
			rpInitiatedLogout: { enabled: true, logoutSource: signOutAtOnce },
		},
		// Nobody is asked whether the client may know them.
		loadExistingGrant: async (ctx) => {
			const accountId = ctx.oidc.session?.accountId;
			const grant = new ctx.oidc.provider.Grant({ clientId, ...(accountId && { accountId }) });
			grant.addOIDCScope("openid profile email");
			await grant.save();
			return grant;
		},
	};
}

const page = (body: string) => `<!doctype html><html lang="en"><title>Sign in at the provider</title>${body}</html>`;

async function signOutAtOnce(ctx: KoaContextWithOIDC, form: string): Promise<void> {
	ctx.type = "html";
	ctx.body = page(
		`${form}<script>const form = document.querySelector("form"); form.insertAdjacentHTML("beforeend", '<input type="hidden" name="logout" value="yes">'); form.submit()</script>`,
	);
}

/** The provider's sign-in page: a name and a button, or the way back. */
async function interact(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
	try {
		if (request.method === "POST") {
			const fields = new URLSearchParams(await text(request));
			const accountId = fields.get("login");
			const result = accountId
				? { login: { accountId } }
				: { error: "access_denied", error_description: "The person went back." };
			await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
			return;
		}
		await provider.interactionDetails(request, response);
		const form =
			'<form method="post"><label>Name <input name="login" autofocus></label> <button>Sign in at the provider</button></form><form method="post"><button>Go back</button></form>';
		response.writeHead(200, { "content-type": "text/html" }).end(page(form));
	} catch (error) {
		response.writeHead(400).end(String(error));
	}
}
