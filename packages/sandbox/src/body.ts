import type { FastifyInstance } from "fastify";

/** Stands for a body that is not JSON. */
export const MALFORMED = Symbol("malformed body");

/** Images travel in bodies: what real providers take, not Fastify's megabyte. */
export const bodyLimit = 32 * 1024 * 1024;

/** Reads every body as JSON whatever its content type says; none is null, and broken JSON is `MALFORMED`. */
export function readBodies(app: FastifyInstance): void {
	app.removeAllContentTypeParsers();
	app.addContentTypeParser("*", { parseAs: "string", bodyLimit }, (_request, body, done) => {
		if (body === "") return done(null, null);
		try {
			done(null, JSON.parse(String(body)));
		} catch {
			done(null, MALFORMED);
		}
	});
}
