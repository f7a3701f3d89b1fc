import { backChannelLogout, finishSso, SsoRefusal, startSso } from "@llm-hub/api";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { createContext, type DoorOptions, hostCookie } from "../context.ts";
import { HttpError } from "../http-errors.ts";

declare module "fastify" {
	interface FastifyContextConfig {
		/** Takes a form beside JSON. */
		takesForm?: true;
	}
}

const callbackPath = "/callback";
/** A logout token is a kilobyte or two. */
const longestForm = 16_384;

/**
 * `/auth/sso`: OpenID Connect by redirects. A browser's way to the provider and back; whatever goes wrong ends at the
 * sign-in page, which has the words for it. And the provider's own call when somebody signed out there.
 */
export async function mountSso(app: FastifyInstance, door: DoorOptions): Promise<void> {
	const cookie = hostCookie("llm_hub_sso", door.services.config.publicUrl);
	const contextOf = (request: FastifyRequest, reply: FastifyReply) =>
		createContext({ request, reply, signalOf: () => new AbortController().signal, ...door });
	app.addHook("onSend", async (_, reply) => {
		reply.header("cache-control", "no-store");
	});
	// Only a visit: a HEAD would begin, or use up, a sign-in.
	const visit = { exposeHeadRoute: false };

	app.get("/start", visit, async (request, reply) => {
		const next = queryOf(request).get("next");
		try {
			const { url, cookie: value, lifetimeSeconds } = await startSso(await contextOf(request, reply), { next });
			reply.setCookie(cookie.name, value, { ...cookie.options, maxAge: lifetimeSeconds });
			return reply.redirect(url, 302);
		} catch (error) {
			return toSignIn(error, request, reply, next);
		}
	});

	app.get(callbackPath, visit, async (request, reply) => {
		// Good for one answer, whatever comes of it.
		reply.clearCookie(cookie.name, cookie.options);
		const answer = { query: queryOf(request), cookie: request.cookies[cookie.name] };
		try {
			const { next } = await finishSso(await contextOf(request, reply), answer);
			return reply.redirect(next, 303);
		} catch (error) {
			return toSignIn(error, request, reply, null);
		}
	});

	// The one form that any door takes: so providers send it, and a browser's is refused as another site's.
	const parse = { parseAs: "string", bodyLimit: longestForm } as const;
	app.addContentTypeParser<string>("application/x-www-form-urlencoded", parse, (_, body, done) =>
		done(null, new URLSearchParams(body)),
	);
	app.post("/backchannel-logout", { config: { takesForm: true } }, async (request, reply) => {
		const logoutToken = request.body instanceof URLSearchParams ? request.body.get("logout_token") : null;
		if (!logoutToken) throw new HttpError(400, "invalid_request", "Send a form with the field logout_token.");
		try {
			const { ended } = await backChannelLogout(await contextOf(request, reply), { logoutToken });
			request.log.info({ requestId: request.id, ended }, "signed out by the OpenID provider");
			return reply.code(204).send();
		} catch (error) {
			throw toProvider(error, request);
		}
	});
}

/** What the provider is told: whether to try again, and nothing of our own. */
function toProvider(error: unknown, request: FastifyRequest): unknown {
	if (!(error instanceof SsoRefusal)) return error;
	const { problem, message: reason } = error;
	request.log.warn({ requestId: request.id, address: request.ip, problem, reason }, "logout token refused");
	return problem === "unreachable"
		? new HttpError(503, "unavailable", "The signing keys cannot be had now. Send it again later.")
		: new HttpError(400, "invalid_request", "The logout token does not pass the checks.");
}

const queryOf = ({ url }: FastifyRequest) => new URLSearchParams(url.split("?").slice(1).join("?"));

/** The page gets the kind of the problem and the request's id, and nothing that the provider or a link has written. */
function toSignIn(error: unknown, request: FastifyRequest, reply: FastifyReply, next: string | null): FastifyReply {
	if (!(error instanceof SsoRefusal)) throw error;
	const { problem, message: reason } = error;
	request.log.warn({ requestId: request.id, address: request.ip, problem, reason }, "single sign-on failed");
	const query = new URLSearchParams({ problem, request: request.id, ...(next && { next }) });
	return reply.redirect(`/sign-in?${query}`, 303);
}
