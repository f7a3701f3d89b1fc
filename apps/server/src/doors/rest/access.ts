import {
	type Actor,
	type Context,
	createCaller,
	refusalOf,
	requireCaller,
	UnauthorizedError,
	type Who,
} from "@llm-hub/api";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { createContext, type DoorOptions, leavingOf } from "../../context.ts";
import { sendError } from "../../http-errors.ts";

declare module "fastify" {
	interface FastifyContextConfig {
		/** Who may call the route; an admin where it is left out. */
		access?: Who;
		/** The input's names in the procedure, by the names that this route gives them. */
		fields?: Readonly<Record<string, string>>;
		/** See `createContext`. */
		startsRun?: boolean;
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
		const { access = "admin", startsRun } = request.routeOptions.config;
		const context = await createContext({ request, reply, signalOf: leavingOf(reply), startsRun, ...door });
		request.apiContext = context;
		if (access !== "public") requireCaller(context.actor, access);
	});
	app.setErrorHandler(async (error, request, reply) => {
		const { apiContext } = request;
		return sendError(apiContext ? await refusalOf(apiContext, error) : error, request, reply);
	});
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
	return { actor, signal, ...context };
}

/** The procedures, called as the request's actor and given up when the caller leaves. */
export function callerOf(request: FastifyRequest) {
	const context = contextOf(request);
	return createCaller(context, { signal: context.signal });
}
