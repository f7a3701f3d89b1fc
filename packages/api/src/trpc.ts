import { initTRPC } from "@trpc/server";
import { ZodError } from "zod";
import type { Scope } from "./access/schema.ts";
import { requireCaller } from "./access/who.ts";
import type { Context } from "./context.ts";
import { DomainError, toTRPCError, UnauthorizedError } from "./errors.ts";
import { guardStream } from "./guard-stream.ts";

/** What a caller may read of an error beside its message; there is never a stack. */
export interface ErrorDetails {
	requestId: string | null;
	/** Wrong fields by path, when the input was refused. */
	issues?: { path: string; message: string }[];
	[detail: string]: unknown;
}

const t = initTRPC.context<Context>().create({
	isDev: false,
	sse: {
		// A stream through a silent proxy must be told from a dead one: the client reconnects after three missed pings.
		ping: { enabled: true, intervalMs: 5_000 },
		client: { reconnectAfterInactivityMs: 15_000 },
		// Whoever follows for longer comes back, and is asked again who they are: a session may have run out unseen.
		maxDurationMs: 30 * 60_000,
	},
	errorFormatter({ shape, error, ctx }) {
		const details: ErrorDetails = { requestId: ctx?.requestId ?? null, ...errorDetails(error.cause) };
		return {
			...shape,
			message: error.code === "BAD_REQUEST" && error.cause instanceof ZodError ? wordsOf(error.cause) : shape.message,
			data: { code: shape.data.code, httpStatus: shape.data.httpStatus, path: shape.data.path, details },
		};
	},
});

/** What is wrong in words, each said once; where it is wrong is in the details. */
const wordsOf = ({ issues }: ZodError): string => [...new Set(issues.map(({ message }) => message))].join(" ");

/** The shown details of a refusal, whichever layer refused. */
export function errorDetails(cause: unknown): Omit<ErrorDetails, "requestId"> {
	if (cause instanceof DomainError) return cause.details;
	if (cause instanceof ZodError) {
		return { issues: cause.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message })) };
	}
	return {};
}

const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
	typeof value === "object" && value !== null && Symbol.asyncIterator in value;

const logRequest = t.middleware(async ({ ctx, path, type, next }) => {
	const startedAt = performance.now();
	const result = await next();
	const outcome = { requestId: ctx.requestId, path, type, ms: Math.round(performance.now() - startedAt) };
	if (result.ok) ctx.services.log.debug(outcome, "procedure");
	else if (result.error.code === "INTERNAL_SERVER_ERROR") {
		ctx.services.log.error({ ...outcome, err: result.error.cause ?? result.error }, "procedure failed");
	} else {
		const { code, cause } = result.error;
		ctx.services.log.info({ ...outcome, code, err: cause?.cause }, "procedure refused");
	}
	return result;
});

// A subscription's generator starts after the middleware has returned, so its iterable is wrapped here as well.
const mapErrors = t.middleware(async ({ ctx, path, next }) => {
	const result = await next();
	if (!result.ok) return { ...result, error: toTRPCError(result.error) };
	if (!isAsyncIterable(result.data)) return result;
	const data = guardStream(result.data, ctx, (error) => {
		const mapped = toTRPCError(error);
		const { log } = ctx.services;
		if (mapped.code === "INTERNAL_SERVER_ERROR")
			log.error({ requestId: ctx.requestId, path, err: error }, "stream failed");
		return mapped;
	});
	return { ...result, data };
});

/**
 * What a token needs in an area's procedures that ask for nothing but somebody signed in. An area that is not named here
 * is for people: a token cannot change a password, or make another token.
 */
const areaScopes: Partial<Record<string, Scope>> = {
	access: "usage:read",
	catalog: "catalog:read",
	testing: "lab:run",
	usage: "usage:read",
};

const requireUser = t.middleware(({ ctx, path, next }) => {
	const actor = requireCaller(ctx.actor, areaScopes[path.slice(0, path.indexOf("."))] ?? "session");
	return next({ ctx: { actor } });
});

const requireSession = t.middleware(({ ctx, next }) => {
	const actor = requireCaller(ctx.actor, "session");
	if (actor.kind !== "user") throw new UnauthorizedError();
	return next({ ctx: { actor } });
});

const requireOwner = t.middleware(({ ctx, next }) => {
	const actor = requireCaller(ctx.actor, "owner");
	if (actor.kind !== "user") throw new UnauthorizedError();
	return next({ ctx: { actor } });
});

const requireSelf = t.middleware(({ ctx, next }) => {
	const actor = requireCaller(ctx.actor, "account");
	return next({ ctx: { actor } });
});

const requireSpender = t.middleware(({ ctx, next }) => {
	const actor = requireCaller(ctx.actor, "spend");
	return next({ ctx: { actor } });
});

const requireAdmin = t.middleware(async ({ ctx, type, next }) => {
	const actor = requireCaller(ctx.actor, "admin");
	const result = await next({ ctx: { actor } });
	if (type === "mutation") ctx.services.catalogFreshness.forget();
	return result;
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** Anybody, signed in or not. */
export const publicProcedure = t.procedure.use(logRequest).use(mapErrors);
/** Anybody signed in, or a token that may read the area; reads only. */
export const protectedProcedure = publicProcedure.use(requireUser);
/** Anybody signed in, and no token: what belongs to a person's session. */
export const sessionProcedure = publicProcedure.use(requireSession);
/** Anybody signed in about their own account; of tokens only an admin's with the scope `admin`, about anybody's. */
export const accountProcedure = publicProcedure.use(requireSelf);
/** Anybody signed in whose role may spend, or such a person's token with the scope `lab:run`. */
export const spenderProcedure = publicProcedure.use(requireSpender);
/** Anybody signed in whose role may spend, and no token: about what pays for their own runs. */
export const ownerProcedure = publicProcedure.use(requireOwner);
/** Admins, and their tokens with the scope `admin`. */
export const adminProcedure = publicProcedure.use(requireAdmin);
