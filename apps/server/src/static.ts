import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { HttpError, sendError } from "./http-errors.ts";
import { permitStyles } from "./security-headers.ts";

const home = "/admin/llm-hub/catalog";
/** Paths of doors and files: what is unknown below them is an error, not a page. */
const notPages = /^\/(api|trpc|v1|auth|assets|docs|healthz|readyz|metrics)(\/|$)/;

/**
 * Serves the built single-page app: files under a content hash for ever, the page itself never from a cache, and the
 * page for every path that a person may have typed.
 */
export async function servePages(app: FastifyInstance, pagesDir: string): Promise<void> {
	const page = join(pagesDir, "index.html");
	if (existsSync(page)) {
		await app.register(async (files) => {
			// A path with `//` or `..` is no file's: the plugin forbids it, and nothing is there.
			files.setErrorHandler((error, request, reply) => {
				const isForbidden = error instanceof Error && "statusCode" in error && error.statusCode === 403;
				return isForbidden ? reply.callNotFound() : sendError(error, request, reply);
			});
			await files.register(fastifyStatic, {
				root: pagesDir,
				index: false,
				// The page itself has a nonce to be given.
				allowedPath: (path) => path !== "/index.html",
				preCompressed: true,
				cacheControl: false,
				setHeaders: (reply, path) => reply.header("cache-control", cacheFor(path.slice(pagesDir.length))),
			});
		});
	} else {
		app.log.warn({ pagesDir }, "the pages are not built: only the programs' doors are open");
	}
	app.get("/", (_, reply) => reply.redirect(home, 302));

	app.setNotFoundHandler((request, reply) => {
		const path = request.url.split("?", 1)[0] ?? "/";
		if (!isPageVisit(request, path)) return sendError(unknownPath(request.method, path), request, reply);
		if (!existsSync(page)) return sendError(notBuilt, request, reply);
		return sendPage(page, reply);
	});
}

const isPageVisit = ({ method, headers }: FastifyRequest, path: string) =>
	(method === "GET" || method === "HEAD") &&
	!notPages.test(path) &&
	(path.startsWith("/admin/") || (headers.accept ?? "").includes("text/html"));

/** What the build writes where a page's nonce belongs: `html.cspNonce` of the pages' Vite configuration. */
const noncePlaceholder = /CSP_NONCE/g;

/** The page writes style elements while it runs: each answer has a nonce of its own for them. */
async function sendPage(page: string, reply: FastifyReply): Promise<FastifyReply> {
	const html = await readFile(page, "utf8");
	const nonce = randomBytes(16).toString("base64");
	permitStyles(reply, `'nonce-${nonce}'`);
	reply.code(200).header("cache-control", "no-store").type("text/html; charset=utf-8");
	return reply.send(html.replace(noncePlaceholder, nonce));
}

const unknownPath = (method: string, path: string) =>
	new HttpError(404, "not_found", `There is nothing at ${method} ${path.slice(0, 200)}.`);

const notBuilt = new HttpError(
	503,
	"unavailable",
	'The pages are not built. Run "npm run build" and start again, or use the address that "npm run dev" prints.',
);

function cacheFor(path: string): string {
	if (/^[\\/]assets[\\/]/.test(path)) return "public, max-age=31536000, immutable";
	return "public, max-age=3600";
}
