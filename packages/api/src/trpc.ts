import { initTRPC, type TRPCError } from "@trpc/server";
import { ZodError } from "zod";
import type { Context, UserContext } from "./context.ts";
import { DomainError, ForbiddenError, toTRPCError, UnauthorizedError } from "./errors.ts";

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
	},
	errorFormatter({ shape, error, ctx }) {
		const details: ErrorDetails = { requestId: ctx?.requestId ?? null, ...errorDetails(error.cause) };
		return {
			...shape,
			data: { code: shape.data.code, httpStatus: shape.data.httpStatus, path: shape.data.path, details },
		};
	},
});

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

/** A subscription's values until its session ends: signing out in one tab silences the other. */
async function* whileSignedIn(stream: AsyncIterable<unknown>, { actor, services }: Context) {
	if (actor?.kind !== "user") {
		yield* stream;
		return;
	}
	const iterator = stream[Symbol.asyncIterator]();
	let stopListening = () => {};
	const ended = new Promise<"ended">((resolve) => {
		stopListening = services.sessionEvents.onEnded(actor.sessionId, () => resolve("ended"));
	});
	try {
		for (;;) {
			const next = await Promise.race([iterator.next(), ended]);
			if (next === "ended") throw new UnauthorizedError("Your session has ended. Sign in again.");
			if (next.done) return;
			yield next.value;
		}
	} finally {
		stopListening();
		// Not awaited: it waits behind a read that may take as long as the run. Nobody is left to tell of its failure.
		iterator.return?.().catch((err: unknown) => services.log.error({ err }, "a stream did not end well"));
	}
}

async function* mapStreamErrors(stream: AsyncIterable<unknown>, onError: (error: unknown) => TRPCError) {
	try {
		yield* stream;
	} catch (error) {
		throw onError(error);
	}
}

const logRequest = t.middleware(async ({ ctx, path, type, next }) => {
	const startedAt = performance.now();
	const result = await next();
	const outcome = { requestId: ctx.requestId, path, type, ms: Math.round(performance.now() - startedAt) };
	if (result.ok) ctx.services.log.debug(outcome, "procedure");
	else if (result.error.code === "INTERNAL_SERVER_ERROR") {
		ctx.services.log.error({ ...outcome, err: result.error.cause ?? result.error }, "procedure failed");
	} else ctx.services.log.info({ ...outcome, code: result.error.code }, "procedure refused");
	return result;
});

// A subscription's generator starts after the middleware has returned, so its iterable is wrapped here as well.
const mapErrors = t.middleware(async ({ ctx, path, next }) => {
	const result = await next();
	if (!result.ok) return { ...result, error: toTRPCError(result.error) };
	if (!isAsyncIterable(result.data)) return result;
	const data = mapStreamErrors(whileSignedIn(result.data, ctx), (error) => {
		const mapped = toTRPCError(error);
		const { log } = ctx.services;
		if (mapped.code === "INTERNAL_SERVER_ERROR")
			log.error({ requestId: ctx.requestId, path, err: error }, "stream failed");
		return mapped;
	});
	return { ...result, data };
});

const requireUser = t.middleware(({ ctx, next }) => {
	if (ctx.actor?.kind !== "user") throw new UnauthorizedError();
	return next({ ctx: { ...ctx, actor: ctx.actor } satisfies UserContext });
});

const requireSpender = t.middleware(({ ctx, next }) => {
	if (ctx.actor?.kind !== "user") throw new UnauthorizedError();
	if (ctx.actor.role === "viewer") {
		throw new ForbiddenError("Your role (viewer) reads and never spends. Ask an admin for the role user.", {
			rule: "role",
		});
	}
	return next({ ctx: { ...ctx, actor: ctx.actor } satisfies UserContext });
});

const requireAdmin = t.middleware(({ ctx, next }) => {
	if (ctx.actor?.kind !== "user") throw new UnauthorizedError();
	if (ctx.actor.role !== "admin") throw new ForbiddenError("Only an admin may do this.", { rule: "role" });
	return next({ ctx: { ...ctx, actor: ctx.actor } satisfies UserContext });
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** Anybody, signed in or not. */
export const publicProcedure = t.procedure.use(logRequest).use(mapErrors);
/** Anybody signed in; reads only. */
export const protectedProcedure = publicProcedure.use(requireUser);
/** Anybody signed in whose role may spend. */
export const spenderProcedure = publicProcedure.use(requireSpender);
/** Admins. */
export const adminProcedure = publicProcedure.use(requireAdmin);
