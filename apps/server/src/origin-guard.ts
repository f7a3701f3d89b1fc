import type { FastifyRequest } from "fastify";
import { HttpError } from "./http-errors.ts";

const readingMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses what another site's page makes a signed-in browser send. Fetch metadata decides where the browser sends it;
 * else the Origin must be ours. A call that carries its own `Authorization` passes: no foreign page can add one, and
 * then the cookie is not looked at. A caller that sends neither header is no browser.
 * @param publicUrl our origin as the operator set it; the host that was asked is ours as well
 * @throws HttpError 403
 */
export function refuseForeignOrigin(request: FastifyRequest, publicUrl: string): void {
	if (readingMethods.has(request.method)) return;
	refuseForeignSite(request, publicUrl);
}

/** {@link refuseForeignOrigin} for reads as well, on doors that no page of another site has business with. */
export function refuseForeignSite(request: FastifyRequest, publicUrl: string): void {
	const { authorization, origin, host } = request.headers;
	if (authorization) return;
	const site = request.headers["sec-fetch-site"];
	if (site !== undefined) {
		if (site === "same-origin" || site === "none") return;
		throw foreign();
	}
	if (origin === undefined || origin === publicUrl) return;
	if (URL.canParse(origin) && new URL(origin).host === host) return;
	throw foreign();
}

const foreign = () =>
	new HttpError(
		403,
		"cross_site",
		"This call came from a page of another site. Open LLM Hub under the address that PUBLIC_URL names.",
	);
