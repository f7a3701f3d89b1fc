import { authenticate, type Context, type Services } from "@llm-hub/api";
import type { OpenDb } from "@llm-hub/db";
import type { FastifyReply, FastifyRequest } from "fastify";

/** What every door that calls procedures stands on. */
export interface DoorOptions {
	opened: OpenDb;
	services: Services;
}

interface ContextOptions extends DoorOptions {
	request: FastifyRequest;
	reply: FastifyReply;
	/** Aborted when the caller leaves. */
	signal: AbortSignal;
}

/** Turns one request into what its procedures get: who calls, from where, and how to answer with a cookie. */
export async function createContext({ request, reply, signal, opened, services }: ContextOptions): Promise<Context> {
	const cookie = sessionCookie(services.config.publicUrl);
	const token = sessionToken(request, cookie.name);
	return {
		db: opened.db,
		actor: token ? await authenticate(opened.db, token) : null,
		services,
		requestId: request.id,
		address: request.ip,
		userAgent: request.headers["user-agent"]?.slice(0, 300) ?? null,
		signal,
		setSessionCookie: (session) => {
			if (session) reply.setCookie(cookie.name, session.token, { ...cookie.options, expires: session.expiresAt });
			else reply.clearCookie(cookie.name, cookie.options);
		},
	};
}

/** The `__Host-` prefix makes browsers refuse the cookie from a subdomain or without https; it needs `Secure`. */
export function sessionCookie(publicUrl: string) {
	const secure = publicUrl.startsWith("https:");
	return {
		name: secure ? "__Host-llm_hub_session" : "llm_hub_session",
		options: { path: "/", httpOnly: true, sameSite: "lax", secure } as const,
	};
}

/** A call that brings an `Authorization` stands on it alone; the cookie is no second chance. */
function sessionToken(request: FastifyRequest, cookieName: string): string | null {
	const { authorization } = request.headers;
	if (authorization === undefined) return request.cookies[cookieName] ?? null;
	return /^Bearer +([\w.~+/=-]{1,500})$/i.exec(authorization)?.[1] ?? null;
}
