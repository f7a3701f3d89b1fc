import { appRouter } from "@llm-hub/api";
import { fastifyRequestHandler } from "@trpc/server/adapters/fastify";
import { TRPC_ERROR_CODES_BY_KEY } from "@trpc/server/rpc";
import type { FastifyInstance } from "fastify";
import { refuseLargeBody, runsBodyLimit } from "../body-limits.ts";
import type { DoorOptions } from "../context.ts";
import { toErrorAnswer } from "../http-errors.ts";
import { refuseForeignSite } from "../origin-guard.ts";
import { answerCall, contextFor } from "./trpc-call.ts";

/** More procedures than a page of ours asks at once; a batch is one request to every limit. */
const maxBatchSize = 20;

/** `/trpc`: every procedure, subscriptions as server-sent events. Mutations never by GET, inputs never in the log. */
export async function mountTrpc(app: FastifyInstance, door: DoorOptions) {
	// A subscription is a GET that carries the cookie: other sites' pages have no business here, not even to read.
	app.addHook("onRequest", (request, _, done) => {
		refuseForeignSite(request, door.services.config.publicUrl);
		done();
	});
	app.addHook("onSend", (_, reply, payload, done) => {
		if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
		done(null, payload);
	});

	// Images travel in the bodies that start runs. A scope has one limit, so the others are held to theirs by hand.
	app.addHook("onRequest", (request, _, done) => {
		refuseLargeBody(request);
		done();
	});
	app.addHook("onRoute", (route) => {
		route.bodyLimit = runsBodyLimit;
	});

	// What is refused before the router still has the shape that a tRPC client can read.
	app.setErrorHandler((error, request, reply) => {
		const { status, error: message, details } = toErrorAnswer(error);
		if (status >= 500) request.log.error({ err: error, requestId: request.id }, "request failed");
		const code = trpcCodes[status] ?? "BAD_REQUEST";
		const data = { code, httpStatus: status, details: { requestId: request.id, ...details } };
		return reply.code(status).send({ error: { message, code: TRPC_ERROR_CODES_BY_KEY[code], data } });
	});

	// The bodies are read as text: whoever answers the call parses them, so that a refusal has tRPC's shape.
	app.removeContentTypeParser("application/json");
	app.addContentTypeParser("application/json", { parseAs: "string" }, (_, body, done) => done(null, body));

	app.all<{ Params: { path: string } }>("/:path", async (request, reply) => {
		const answer = answerCall(request, reply, door);
		if (answer) return answer;
		await fastifyRequestHandler({
			router: appRouter,
			req: request,
			res: reply,
			path: request.params.path,
			maxBatchSize,
			createContext: ({ info }) => contextFor({ request, reply, signalOf: () => info.signal, ...door }),
		});
		return reply;
	});
}

const trpcCodes: Readonly<Record<number, keyof typeof TRPC_ERROR_CODES_BY_KEY>> = {
	403: "FORBIDDEN",
	413: "PAYLOAD_TOO_LARGE",
	415: "UNSUPPORTED_MEDIA_TYPE",
	500: "INTERNAL_SERVER_ERROR",
	503: "SERVICE_UNAVAILABLE",
};
