import { createHash, timingSafeEqual } from "node:crypto";
import type { SharedStore } from "@llm-hub/api";
import { type OpenDb, schema } from "@llm-hub/db";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { HttpError } from "../http-errors.ts";
import type { Metrics } from "../metrics.ts";

interface OpsOptions {
	opened: OpenDb;
	/** Redis, where it is set. */
	store: SharedStore | null;
	/** Whether the saved keys can be read, as the start found it. */
	keyring: KeyringState;
	metrics: Metrics;
	metricsToken: string | null;
}

/** `/healthz` (the process lives), `/readyz` (it can do its work), `/metrics` (Prometheus). */
export async function mountOps(app: FastifyInstance, { metrics, metricsToken, ...parts }: OpsOptions) {
	app.addHook("onSend", async (_, reply) => {
		reply.header("cache-control", "no-store");
	});

	app.get("/healthz", async () => ({ status: "ok" }));

	app.get("/readyz", async (_, reply) => {
		const checks = await checkReadiness(parts);
		const isReady = Object.values(checks).every((state) => state !== "failed");
		return reply.code(isReady ? 200 : 503).send({ status: isReady ? "ready" : "not_ready", checks });
	});

	app.get("/metrics", async (request, reply) => {
		if (!maySeeMetrics(request, metricsToken)) {
			throw new HttpError(401, "unauthorized", "Metrics want METRICS_TOKEN as a bearer token, or a local caller.");
		}
		return reply.type(metrics.contentType).send(await metrics.text());
	});
}

/** `degraded`: some saved keys cannot be read, and the others serve. */
export type KeyringState = "ok" | "degraded" | "failed";

type Parts = Pick<OpsOptions, "opened" | "store" | "keyring">;

async function checkReadiness({ opened, store, keyring }: Parts): Promise<Record<string, KeyringState>> {
	const [database, redis] = await Promise.all([state(() => opened.ping()), store && state(() => store.ping())]);
	// A table of the schema answers only where the migrations have been applied.
	const migrated = () => opened.db.select({ key: schema.settings.key }).from(schema.settings).limit(1);
	return {
		database,
		migrations: database === "ok" ? await state(migrated) : "failed",
		keyring,
		...(redis && { redis }),
	};
}

const state = (check: () => PromiseLike<unknown>): Promise<"ok" | "failed"> =>
	Promise.resolve(check()).then(
		() => "ok",
		() => "failed",
	);

function maySeeMetrics(request: FastifyRequest, token: string | null): boolean {
	if (token !== null) return isSame(request.headers.authorization ?? "", `Bearer ${token}`);
	// A proxy on this machine is a loopback peer too, and says so by what it forwards.
	const isForwarded = request.headers["x-forwarded-for"] !== undefined || request.headers.forwarded !== undefined;
	return !isForwarded && /^(::ffff:)?127\.|^::1$/.test(request.socket.remoteAddress ?? "");
}

const digest = (text: string) => createHash("sha256").update(text).digest();
const isSame = (a: string, b: string) => timingSafeEqual(digest(a), digest(b));
