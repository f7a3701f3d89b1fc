import type { Actor, Caller, Context, TokenActor, UserContext } from "../context.ts";
import { ForbiddenError, UnauthorizedError } from "../errors.ts";
import type { Scope } from "./schema.ts";

/**
 * Who may call: `public` anybody; `user` anybody signed in, with any token; `session` people and no token; a scope:
 * people, and tokens with it; `account`: people, and admins' tokens with the scope admin; `spend`: people who are no
 * viewers, and their tokens with lab:run; `owner`: the same people and no token; `admin`: admins, and their tokens with the scope admin.
 */
export type Who = "public" | "user" | "session" | "account" | "spend" | "owner" | Scope;

/** @throws UnauthorizedError where nobody is known; ForbiddenError for whom the door is not open */
export function requireCaller(actor: Actor | null, who: Exclude<Who, "public">): Caller {
	if (actor?.kind !== "user" && actor?.kind !== "token") throw new UnauthorizedError();
	if (who === "user") return actor;
	if (actor.kind === "token") requireScope(actor, who);
	const asAdmin = who === "admin" || (who === "account" && actor.kind === "token");
	if (asAdmin && actor.role !== "admin") throw new ForbiddenError("Only an admin may do this.", { rule: "role" });
	if ((who === "spend" || who === "owner") && actor.role === "viewer") {
		const message = "Your role (viewer) reads and never spends. Ask an admin for the role user.";
		throw new ForbiddenError(message, { rule: "role" });
	}
	return actor;
}

/** The call of whom the database knows now. @throws what `requireCaller` does of who may not spend */
export async function confirmCaller(ctx: UserContext): Promise<UserContext> {
	const { presumption, ...call } = ctx;
	return presumption?.presumed ? { ...call, actor: requireCaller(await presumption.confirm(), "spend") } : ctx;
}

/** Whether a caller acts with an admin's rights: as a person, or with a token that reaches so far. */
export const actsAsAdmin = (actor: Caller): boolean =>
	actor.role === "admin" && (actor.kind === "user" || actor.scopes.includes("admin"));

function requireScope({ scopes }: TokenActor, who: Exclude<Who, "public" | "user">): void {
	if (who === "session" || who === "owner")
		throw new ForbiddenError("An API token cannot do this: sign in.", { rule: "session" });
	const scope = who === "account" ? "admin" : who === "spend" ? "lab:run" : who;
	if (scopes.includes(scope)) return;
	throw new ForbiddenError(`This API token lacks the scope ${scope}.`, { rule: "scope", scopeRequired: scope });
}

/** Why a call is refused: whoever was only presumed and may not spend by now is told that, whatever else was wrong. */
export async function refusalOf({ presumption }: Pick<Context, "presumption">, error: unknown): Promise<unknown> {
	if (!presumption?.presumed) return error;
	try {
		requireCaller(await presumption.confirm(), "spend");
		return error;
	} catch (refusal) {
		return refusal;
	}
}
