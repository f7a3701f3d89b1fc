import { type Actor, type Context, createCaller, ForbiddenError, UnauthorizedError } from "@llm-hub/api";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { createContext, type DoorOptions } from "../../context.ts";

/** Who may call a route; the same words as the procedures' names. */
export type Access = "public" | "user" | "spender" | "admin";

declare module "fastify" {
	interface FastifyContextConfig {
		access?: Access;
		/** The input's names in the procedure, by the names that this route gives them. */
		fields?: Readonly<Record<string, string>>;
	}
	interface FastifyRequest {
		apiContext: Context | null;
	}
}

/**
 * Builds each request's context and refuses whom the route does not want, before the body is read or validated: an
 * anonymous caller gets 401 whatever was sent. The procedures check again by themselves.
 */
export function guardRoutes(app: FastifyInstance, door: DoorOptions): void {
	app.decorateRequest("apiContext", null);
	app.addHook("onRequest", async (request, reply) => {
		const context = await createContext({ request, reply, signal: signalOf(reply), ...door });
		request.apiContext = context;
		refuse(request.routeOptions.config.access ?? "admin", context);
	});
}

function refuse(access: Access, { actor }: Context): void {
	if (access === "public") return;
	if (!isSomebody(actor)) throw new UnauthorizedError();
	if (access === "spender" && actor.role === "viewer") {
		throw new ForbiddenError("Your role (viewer) reads and never spends.", { rule: "role" });
	}
	if (access === "admin" && actor.role !== "admin") {
		throw new ForbiddenError("Only an admin may do this.", { rule: "role" });
	}
}

/** Aborts when the caller leaves before the answer is complete. */
function signalOf(reply: FastifyReply): AbortSignal {
	const controller = new AbortController();
	reply.raw.once("close", () => {
		if (!reply.raw.writableFinished) controller.abort();
	});
	return controller.signal;
}

/** The request's context. */
export function contextOf(request: FastifyRequest): Context {
	if (!request.apiContext) throw new Error("The route is not behind guardRoutes.");
	return request.apiContext;
}

type Somebody = Exclude<Actor, { kind: "system" }>;
const isSomebody = (actor: Actor | null): actor is Somebody => actor !== null && actor.kind !== "system";

/** The context of somebody signed in, with the signal of their leaving. */
export type UserCall = Context & { actor: Somebody; signal: AbortSignal };

/** The request's context, where the route wants somebody signed in. */
export function userCallOf(request: FastifyRequest): UserCall {
	const { actor, signal, ...context } = contextOf(request);
	if (!isSomebody(actor) || !signal) throw new UnauthorizedError();
	return { ...context, actor, signal };
}

/** The procedures, called as the request's actor and given up when the caller leaves. */
export function callerOf(request: FastifyRequest) {
	const context = contextOf(request);
	return createCaller(context, { signal: context.signal });
}
