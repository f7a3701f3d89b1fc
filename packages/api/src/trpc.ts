import { initTRPC, type TRPCError } from "@trpc/server";
import { ZodError } from "zod";
import type { Scope } from "./access/schema.ts";
import { refusalOf, requireCaller, type Who } from "./access/who.ts";
import type { Actor, Context } from "./context.ts";
import { DomainError, isOursToMend, toTRPCError, UnauthorizedError } from "./errors.ts";
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

interface Call {
	ctx: Context;
	path: string;
	type: string;
}
type Outcome = { ok: true; data: unknown } | { ok: false; error: TRPCError };

/** Carries a call out, tells what goes wrong in our errors' words, and logs how it came out. */
async function watched<Result extends Outcome>(call: Call, carryOut: () => Promise<Result>): Promise<Result> {
	const startedAt = performance.now();
	try {
		const result = await carryOut();
		if (!result.ok) return { ...result, error: await refused(call, result.error, startedAt) };
		call.ctx.services.log.debug(figuresOf(call, startedAt), "procedure");
		return isAsyncIterable(result.data) ? { ...result, data: watchedStream(call, result.data) } : result;
	} catch (error) {
		throw await refused(call, error, startedAt);
	}
}

const figuresOf = ({ ctx: { requestId }, path, type }: Call, startedAt: number) => ({
	requestId,
	path,
	type,
	ms: Math.round(performance.now() - startedAt),
});

async function refused(call: Call, error: unknown, startedAt: number): Promise<TRPCError> {
	const refusal = toTRPCError(await refusalOf(call.ctx, error));
	const { code, cause } = refusal;
	const { log } = call.ctx.services;
	const figures = figuresOf(call, startedAt);
	if (isOursToMend(refusal)) log.error({ ...figures, err: cause ?? refusal }, "procedure failed");
	else log.info({ ...figures, code, err: cause?.cause }, "procedure refused");
	return refusal;
}

/** A subscription's generator starts after its procedure has returned. */
const watchedStream = ({ ctx, path }: Call, stream: AsyncIterable<unknown>) =>
	guardStream(stream, ctx, (error) => {
		const mapped = toTRPCError(error);
		const { log } = ctx.services;
		if (isOursToMend(mapped)) log.error({ requestId: ctx.requestId, path, err: error }, "stream failed");
		return mapped;
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

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** Anybody, signed in or not. */
export const publicProcedure = t.procedure.use(({ next, ...call }) => watched(call, next));

/** One layer beside that of the procedure itself: each copies the whole call, and a run is made of a few. */
const procedureOf = <Admitted extends Actor>(admit: (actor: Actor | null, path: string) => Admitted) =>
	t.procedure.use(({ next, ...call }) =>
		watched(call, () => next({ ctx: { actor: admit(call.ctx.actor, call.path) } })),
	);

const callerFor = (who: Exclude<Who, "public">) => (actor: Actor | null) => requireCaller(actor, who);
const personFor = (who: Exclude<Who, "public">) => (actor: Actor | null) => {
	const caller = requireCaller(actor, who);
	if (caller.kind !== "user") throw new UnauthorizedError();
	return caller;
};

const forgetCatalog = t.middleware(async ({ ctx, type, next }) => {
	const result = await next();
	if (type === "mutation") ctx.services.catalogFreshness.forget();
	return result;
});

/** Anybody signed in, or a token that may read the area; reads only. */
export const protectedProcedure = procedureOf((actor, path) =>
	requireCaller(actor, areaScopes[path.slice(0, path.indexOf("."))] ?? "session"),
);
/** Anybody signed in, and no token: what belongs to a person's session. */
export const sessionProcedure = procedureOf(personFor("session"));
/** Anybody signed in about their own account; of tokens only an admin's with the scope `admin`, about anybody's. */
export const accountProcedure = procedureOf(callerFor("account"));
/** Anybody signed in whose role may spend, or such a person's token with the scope `lab:run`. */
export const spenderProcedure = procedureOf(callerFor("spend"));
/** Anybody signed in whose role may spend, and no token: about what pays for their own runs. */
export const ownerProcedure = procedureOf(personFor("owner"));
/** Admins, and their tokens with the scope `admin`. */
export const adminProcedure = procedureOf(callerFor("admin")).use(forgetCatalog);
