import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { FastifyInstance, FastifyReply } from "fastify";
import helmet, { type HelmetOptions } from "helmet";

const ownPages = {
	defaultSrc: ["'none'"],
	scriptSrc: ["'self'"],
	styleSrc: ["'self'"],
	imgSrc: ["'self'", "data:"],
	fontSrc: ["'self'"],
	connectSrc: ["'self'"],
	manifestSrc: ["'self'"],
	workerSrc: ["'self'"],
	formAction: ["'self'"],
	frameAncestors: ["'none'"],
	baseUri: ["'none'"],
	objectSrc: ["'none'"],
	scriptSrcAttr: ["'none'"],
};

/**
 * The same headers on every answer: scripts from this origin only, no framing, no sniffing; HSTS where people reach us
 * by https. Model output can never load anything from elsewhere.
 */
export async function securityHeaders(app: FastifyInstance, publicUrl: string): Promise<void> {
	const isHttps = publicUrl.startsWith("https:");
	const headers = await headersOf({
		contentSecurityPolicy: { useDefaults: false, directives: ownPages },
		strictTransportSecurity: isHttps ? { maxAge: 31_536_000, includeSubDomains: false } : false,
		// Only a secure origin may isolate itself; elsewhere browsers warn about these two.
		crossOriginOpenerPolicy: isHttps ? { policy: "same-origin" } : false,
		originAgentCluster: isHttps,
		referrerPolicy: { policy: "no-referrer" },
		xFrameOptions: { action: "deny" },
	});
	app.addHook("onRequest", (_, reply, done) => {
		reply.headers(headers);
		done();
	});
}

const policyHeader = "content-security-policy";

/** Lets the page that this answer brings write style elements: those with a nonce (`'nonce-…'`), or all. */
export function permitStyles(reply: FastifyReply, source: string): void {
	const policy = String(reply.getHeader(policyHeader));
	reply.header(policyHeader, policy.replace("style-src 'self'", `style-src 'self' ${source}`));
}

/** Helmet's headers depend on nothing that a request says: they are put together once, not for each answer. */
function headersOf(options: HelmetOptions): Promise<Record<string, string>> {
	const request = new IncomingMessage(new Socket());
	const response = new ServerResponse(request);
	return new Promise((resolve, reject) => {
		helmet(options)(request, response, (error) => {
			if (error) return reject(error);
			resolve(Object.fromEntries(Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)])));
		});
	});
}
