import { randomUUID } from "node:crypto";
import cookie from "@fastify/cookie";
import type { Services, SharedStore } from "@llm-hub/api";
import type { OpenDb } from "@llm-hub/db";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import { bodyLimit } from "./body-limits.ts";
import { type KeyringState, mountOps } from "./doors/ops.ts";
import { mountRest } from "./doors/rest.ts";
import { mountSso } from "./doors/sso.ts";
import { mountTrpc } from "./doors/trpc.ts";
import { HttpError, sendClientError, sendError } from "./http-errors.ts";
import { createMetrics } from "./metrics.ts";
import { refuseForeignOrigin } from "./origin-guard.ts";
import { securityHeaders } from "./security-headers.ts";
import { servePages } from "./static.ts";

/** What the doors stand on. */
export interface HttpOptions {
	opened: OpenDb;
	services: Services;
	/** Redis, where it is set. */
	store: SharedStore | null;
	trustProxy: boolean | string[];
	keyring: KeyringState;
	metricsToken: string | null;
	/** Where the built single-page app lies. */
	pagesDir: string;
}

/** Builds the HTTP server with every door mounted; it does not listen yet. */
export async function createHttp(options: HttpOptions): Promise<FastifyInstance> {
	const { services, opened } = options;
	const { publicUrl } = services.config;
	const app = Fastify({
		loggerInstance: services.log as FastifyBaseLogger,
		logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "requestId" }),
		bodyLimit,
		requestTimeout: 60_000,
		trustProxy: options.trustProxy,
		// A batch of procedures and a model id with its slashes are one parameter.
		routerOptions: { maxParamLength: 5_000 },
		genReqId: ({ headers }) => requestId(headers["x-request-id"]),
		// Every line names its request by itself; a logger for each would copy the redaction.
		childLoggerFactory: (logger) => logger,
		frameworkErrors: sendError,
		clientErrorHandler: sendClientError,
	});
	app.setErrorHandler(sendError);
	app.removeContentTypeParser("text/plain");

	app.addHook("onRequest", (request, reply, done) => {
		reply.header("x-request-id", request.id);
		refuseForeignOrigin(request, publicUrl);
		done();
	});
	// Before the body is read, and after REST has asked who calls: an anonymous caller is told that first.
	app.addHook("preParsing", (request, _, __, done) => {
		if (!request.routeOptions.config.takesForm) refuseOtherThanJson(request.headers["content-type"]);
		done();
	});
	await app.register(cookie);
	await securityHeaders(app, publicUrl);

	const metrics = createMetrics(services);
	app.addHook("onResponse", (request, reply, done) => {
		const route = request.routeOptions.url ?? "unmatched";
		const seconds = reply.elapsedTime / 1000;
		metrics.answered({ method: request.method, route, status: reply.statusCode, seconds });
		done();
		const level = /^\/(healthz|readyz|metrics)/.test(route) ? "debug" : "info";
		if (!services.log.isLevelEnabled(level)) return;
		// The path without its query: inputs of procedures stand in the query.
		const path = request.url.split("?", 1)[0];
		const line = { requestId: request.id, method: request.method, path, status: reply.statusCode };
		services.log[level]({ ...line, ms: Math.round(reply.elapsedTime) }, "request");
	});

	const door = { opened, services };
	await app.register((scope) => mountTrpc(scope, door), { prefix: "/trpc" });
	await app.register((scope) => mountRest(scope, door));
	await app.register((scope) => mountSso(scope, door), { prefix: "/auth/sso" });
	await app.register((scope) => mountOps(scope, { ...options, metrics }));
	await servePages(app, options.pagesDir);
	return app;
}

/** A caller's own id is kept where it cannot forge a log line. */
function requestId(given: string | string[] | undefined): string {
	return typeof given === "string" && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID();
}

// Multipart, octet streams and text are what a form on another site can send; only single sign-on has a use for one.
function refuseOtherThanJson(contentType: string | undefined): void {
	if (contentType === undefined || /^application\/json\s*(;|$)/i.test(contentType)) return;
	throw new HttpError(415, "unsupported_media_type", "The body must be JSON, with content-type: application/json.");
}
