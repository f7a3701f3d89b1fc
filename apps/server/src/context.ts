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
	/** The call starts a run: it may be begun for whom its token stood for a moment ago. */
	startsRun?: boolean | undefined;
}

/** Turns one request into what its procedures get: who calls, from where, and how to answer with a cookie. */
export async function createContext(options: ContextOptions): Promise<Context> {
	const { request, reply, signalOf, opened, services, startsRun = false } = options;
	const cookie = sessionCookie(services.config.publicUrl);
	const credentials = credentialsOf(request, cookie.name);
	const ask = () => actorOf(opened.db, credentials);
	const presumption = startsRun && credentials ? presumptionOf(services.recentCallers, credentials, ask) : undefined;
	return {
		db: opened.db,
		actor: presumption?.presumed ?? (await ask()),
		presumption,
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

/** What a caller shows of themselves; only a bearer's token may be an API token. */
interface Credentials {
	token: string;
	isBearer: boolean;
}

/**
 * The `Authorization` header's session or API token, else the cookie's session. A call that brings an `Authorization`
 * stands on it alone; the cookie is no second chance.
 */
function credentialsOf({ headers, cookies }: FastifyRequest, cookieName: string): Credentials | null {
	const { authorization } = headers;
	const token =
		authorization === undefined ? cookies[cookieName] : /^Bearer +([\w.~+/=-]{1,500})$/i.exec(authorization)?.[1];
	return token ? { token, isBearer: authorization !== undefined } : null;
}

/** Who calls, as the database has it now. */
async function actorOf(db: Db, credentials: Credentials | null): Promise<Actor | null> {
	if (!credentials) return null;
	const { token, isBearer } = credentials;
	return (await authenticate(db, token)) ?? (isBearer ? authenticateToken(db, token) : null);
}

/** Whom the credentials stood for a moment ago, if anybody, and how to be sure of it. */
function presumptionOf(
	recent: Services["recentCallers"],
	{ token, isBearer }: Credentials,
	ask: () => Promise<Actor | null>,
): NonNullable<Context["presumption"]> {
	const known = recent.of(token);
	let asked: Promise<Actor | null> | undefined;
	return {
		presumed: known?.kind === "user" || isBearer ? (known ?? null) : null,
		confirm() {
			recent.forget(token);
			asked ??= ask();
			return asked;
		},
		began(caller) {
			this.presumed = null;
			if (caller !== known) recent.keep(token, caller);
		},
	};
}
