import type { Db } from "@llm-hub/db";
import type { Role } from "./auth/schema.ts";
import type { Services } from "./services.ts";

/** Who calls. Built from a session by the server alone; no input ever says it. */
export type Actor =
	| { kind: "user"; userId: string; sessionId: string; email: string; name: string; role: Role; tierCode: string }
	| { kind: "system"; reason: string };

export type UserActor = Extract<Actor, { kind: "user" }>;

/** What every procedure gets. One per request. */
export interface Context {
	db: Db;
	actor: Actor | null;
	services: Services;
	requestId: string;
	/** The peer's address after `TRUST_PROXY`, for throttles and the session list. */
	address: string;
	userAgent: string | null;
	/** Aborted when the caller leaves. */
	signal?: AbortSignal | undefined;
	/** Sets (or with null clears) the session cookie, where the door has cookies. */
	setSessionCookie(session: { token: string; expiresAt: Date } | null): void;
}

/** A context whose procedure required somebody signed in. */
export type UserContext = Context & { actor: UserActor };
