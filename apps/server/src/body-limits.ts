import type { FastifyRequest } from "fastify";
import { HttpError } from "./http-errors.ts";

/** 1 MB: the largest body of any call but those that start runs. */
export const bodyLimit = 1_048_576;
/** 16 MB: 10 MB of images grow by a third as base64, and the prompt stands beside them. */
export const runsBodyLimit = 16 * bodyLimit;

const startsRuns = /\btesting\.(?:start|groups\.(?:start|rerun))\b/;

/** Refuses a large body of procedures that have no use for one, and of callers who show nothing to be known by. */
export function refuseLargeBody({ url, headers }: FastifyRequest): void {
	const [path = ""] = url.split("?", 1);
	const mayBeLarge = startsRuns.test(path) && (headers.cookie ?? headers.authorization) !== undefined;
	if (mayBeLarge || headers["transfer-encoding"] === undefined) {
		if (mayBeLarge || Number(headers["content-length"] ?? 0) <= bodyLimit) return;
		throw new HttpError(413, "too_large", "The body is larger than 1 MB.");
	}
	throw new HttpError(413, "too_large", "The body must say its length.");
}
