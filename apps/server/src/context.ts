import type { ServerResponse } from "node:http";
import { type Actor, authenticate, authenticateToken, type Context, type Services } from "@llm-hub/api";
import type { Db, OpenDb } from "@llm-hub/db";
import type { FastifyReply, FastifyRequest } from "fastify";

/** What every door that calls procedures stands on. */
export interface DoorOptions {
	opened: OpenDb;
	services: Services;
}

interface ContextOptions extends DoorOptions {
	request: FastifyRequest;
	reply: FastifyReply;
	/** Gives the signal that is aborted when the caller leaves; it is made when somebody asks for it. */
	signalOf: () => AbortSignal;
}

/** Turns one request into what its procedures get: who calls, from where, and how to answer with a cookie. */
export async function createContext({ request, reply, signalOf, opened, services }: ContextOptions): Promise<Context> {
	const cookie = sessionCookie(services.config.publicUrl);
	return {
		db: opened.db,
		actor: await actorOf(request, opened.db, cookie.name),
		services,
		requestId: request.id,
		address: request.ip,
		userAgent: request.headers["user-agent"]?.slice(0, 300) ?? null,
		get signal() {
			return signalOf();
		},
		setSessionCookie: (session) => {
			if (session) reply.setCookie(cookie.name, session.token, { ...cookie.options, expires: session.expiresAt });
			else reply.clearCookie(cookie.name, cookie.options);
		},
	};
}

/** A signal that aborts when the caller leaves before the answer is complete. Few requests ask for it. */
export function leavingOf({ raw }: FastifyReply): () => AbortSignal {
	let signal: AbortSignal | undefined;
	return () => {
		signal ??= whenClosed(raw);
		return signal;
	};
}

function whenClosed(raw: ServerResponse): AbortSignal {
	const controller = new AbortController();
	const leave = () => {
		if (!raw.writableFinished) controller.abort();
	};
	if (raw.closed) leave();
	else raw.once("close", leave);
	return controller.signal;
}

export const sessionCookie = (publicUrl: string) => hostCookie("llm_hub_session", publicUrl);

/** The `__Host-` prefix makes browsers refuse the cookie from a subdomain or without https; it needs `Secure`. */
export function hostCookie(name: string, publicUrl: string) {
	const secure = publicUrl.startsWith("https:");
	return {
		name: secure ? `__Host-${name}` : name,
		options: { path: "/", httpOnly: true, sameSite: "lax", secure } as const,
	};
}

/**
 * Who calls: by the `Authorization` header's session or API token, else by the cookie's session. A call that brings an
 * `Authorization` stands on it alone; the cookie is no second chance.
 */
async function actorOf(request: FastifyRequest, db: Db, cookieName: string): Promise<Actor | null> {
	const { authorization } = request.headers;
	if (authorization === undefined) {
		const token = request.cookies[cookieName];
		return token ? authenticate(db, token) : null;
	}
	const token = /^Bearer +([\w.~+/=-]{1,500})$/i.exec(authorization)?.[1];
	if (!token) return null;
	return (await authenticate(db, token)) ?? (await authenticateToken(db, token));
}
