import type { Db } from "@llm-hub/db";
import type { Scope } from "./access/schema.ts";
import type { Role } from "./auth/schema.ts";
import type { Services } from "./services.ts";

/** The user behind a call, as the database had it when the call came in; see {@link Presumption} for the exception. */
interface Person {
	userId: string;
	email: string;
	name: string;
	role: Role;
	tierCode: string;
}

/** Who calls. Built from a session or an API token by the server alone; no input ever says it. */
export type Actor =
	| ({ kind: "user"; sessionId: string } & Person)
	| ({ kind: "token"; tokenId: string; tokenName: string; scopes: readonly Scope[] } & Person)
	| { kind: "system"; reason: string };

export type UserActor = Extract<Actor, { kind: "user" }>;
export type TokenActor = Extract<Actor, { kind: "token" }>;
/** Somebody signed in, or a program with a token. */
export type Caller = UserActor | TokenActor;

/** Where a call starts a run: whether its actor was only remembered, and how to be sure. */
interface Presumption {
	/** The actor until a run began, where the token stood for them a moment ago and the database was not asked. */
	presumed: Caller | null;
	/** Asks the database, once: whom the token stands for now. */
	confirm(): Promise<Actor | null>;
	/** A run began for the actor: nobody is presumed any more, and the next call may presume whom the database told of. */
	began(actor: Caller): void;
}

/** What every procedure gets. One per request. */
export interface Context {
	db: Db;
	actor: Actor | null;
	/** Only where a call starts a run. */
	presumption?: Presumption | undefined;
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

/** A context whose procedure required somebody signed in, or a program with a token that reaches so far. */
export type UserContext = Context & { actor: Caller };

/** A context whose procedure required a session: a person, not a program. */
export type SessionContext = Context & { actor: UserActor };
