import helmet from "@fastify/helmet";
import type { FastifyInstance } from "fastify";

const ownPages = {
	defaultSrc: ["'none'"],
	scriptSrc: ["'self'"],
	// The prompt's editor writes style elements at run time; styles alone cannot run code.
	styleSrc: ["'self'", "'unsafe-inline'"],
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
	await app.register(helmet, {
		contentSecurityPolicy: { useDefaults: false, directives: ownPages },
		strictTransportSecurity: isHttps ? { maxAge: 31_536_000, includeSubDomains: false } : false,
		// Only a secure origin may isolate itself; elsewhere browsers warn about these two.
		crossOriginOpenerPolicy: isHttps ? { policy: "same-origin" } : false,
		originAgentCluster: isHttps,
		referrerPolicy: { policy: "no-referrer" },
		xFrameOptions: { action: "deny" },
	});
}
