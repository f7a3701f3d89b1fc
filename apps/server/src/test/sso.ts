import { type OpenIdProvider, startOpenIdProvider } from "@llm-hub/vitest/openid-provider";
import { startTestServer, type TestServer } from "./server.ts";
import { createVisitor, type Visitor } from "./visitor.ts";

interface Begin {
	visitor?: Visitor;
	next?: string;
	/** Changes the way to the provider. */
	change?: (url: URL) => void;
}

/** The server with a real OpenID provider, and people who sign in there without a browser. */
export interface SsoStage {
	provider: OpenIdProvider;
	server: TestServer;
	/** Somebody new at the provider, with these claims beside the usual. */
	person(claims?: Record<string, unknown>): { subject: string; email: string };
	/** Signs in at the provider, up to the answer that it sends the browser back with. Nobody turns back there. */
	toCallback(subject: string, options?: Begin): Promise<{ visitor: Visitor; answer: URL }>;
	/** {@link toCallback}, and brings the answer. */
	signIn(
		subject: string,
		options?: Begin,
	): Promise<{ visitor: Visitor; answer: URL; status: number; location: URL | null }>;
	/** Who the server takes them for. */
	me(visitor: Visitor): Promise<{ user: Record<string, unknown> | null; sso: boolean }>;
	close(): Promise<void>;
}

export const callback = /\/auth\/sso\/callback/;

export async function openSsoStage(env: Record<string, string> = {}): Promise<SsoStage> {
	const provider = await startOpenIdProvider();
	// The provider is not up when the server starts, and that stops nothing.
	provider.stop();
	const server = await startTestServer({
		env: {
			// Known to the provider; here it listens elsewhere.
			PUBLIC_URL: "http://localhost:1",
			OIDC_ISSUER: provider.issuer,
			OIDC_CLIENT_ID: provider.clientId,
			OIDC_CLIENT_SECRET: provider.clientSecret,
			OIDC_ADMIN_ROLE: "hub-admins",
			OIDC_TIER_CLAIM: "llm_hub.tier",
			...env,
		},
	});
	provider.startAgain();
	const here = (url: URL) => new URL(url.pathname + url.search, server.url);
	let people = 0;

	const toCallback: SsoStage["toCallback"] = async (
		subject,
		{ visitor = createVisitor(), next = "/", change = () => {} } = {},
	) => {
		const { location } = await visitor.visit(`${server.url}/auth/sso/start?next=${encodeURIComponent(next)}`);
		if (!location) throw new Error("The start does not redirect.");
		change(location);
		const form = await visitor.follow(location, callback);
		if (callback.test(form.url.href)) return { visitor, answer: here(form.url) };
		const { location: resume } = await visitor.visit(form.url, { form: { login: subject } });
		if (!resume) throw new Error("The provider does not go on.");
		const { url } = await visitor.follow(resume, callback);
		return { visitor, answer: here(url) };
	};

	return {
		provider,
		server,
		toCallback,
		person: (claims = {}) => {
			const subject = `person-${people++}`;
			const email = `${subject}@example.com`;
			provider.people.set(subject, { email, email_verified: true, name: `Name of ${subject}`, ...claims });
			return { subject, email };
		},
		signIn: async (subject, options) => {
			const { visitor, answer } = await toCallback(subject, options);
			const { status, location } = await visitor.visit(answer);
			return { visitor, answer, status, location };
		},
		me: async (visitor) => {
			const { text } = await visitor.visit(`${server.url}/trpc/auth.me`);
			return JSON.parse(text).result.data;
		},
		close: async () => {
			await server.close();
			provider.stop();
		},
	};
}
