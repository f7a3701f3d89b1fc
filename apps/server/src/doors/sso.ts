import { finishSso, SsoRefusal, startSso } from "@llm-hub/api";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { createContext, type DoorOptions, hostCookie } from "../context.ts";

const callbackPath = "/callback";

/**
 * `/auth/sso`: OpenID Connect by redirects. A browser's way to the provider and back; whatever goes wrong ends at the
 * sign-in page, which has the words for it.
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
