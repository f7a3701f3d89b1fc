import { fileURLToPath } from "node:url";
import {
	addSandboxModels,
	carryOnSuites,
	closeOrphans,
	createServices,
	ensureFirstAdmin,
	openSharedStore,
	proveKeyring,
	type Services,
	seedAccess,
	seedCatalog,
} from "@llm-hub/api";
import { type OpenDb, openDb } from "@llm-hub/db";
import { createSandbox } from "@llm-hub/sandbox";
import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { apiConfig } from "./api-config.ts";
import type { DoorOptions } from "./context.ts";
import { ownEncryptionKeys } from "./encryption-key.ts";
import type { Env } from "./env.ts";
import { createHttp } from "./http.ts";
import { startJobs } from "./jobs.ts";

/** From `src/` and from `dist/` alike. */
const builtPages = fileURLToPath(new URL("../../admin/dist", import.meta.url));

/** How long followers have to read the end of their runs. */
const farewellMs = 3_000;

export interface RunningServer {
	/** Where it listens, such as `http://127.0.0.1:8084`. */
	url: string;
	/** Where to create the first admin, while there is nobody. It holds a secret: for the console alone. */
	setupUrl: string | null;
	/** What its doors stand on. */
	door: DoorOptions;
	/** Resolves with the reason when something that the process stands on has died by itself. */
	died: Promise<Error>;
	/** Stops accepting, gives runs `graceMs` to end by themselves, settles the rest, and closes everything. */
	close(graceMs?: number): Promise<void>;
}

export interface StartOptions {
	/** Where the built single-page app lies. */
	pagesDir?: string;
	/** Whether the jobs of `jobs.ts` run; without them nothing happens that nobody asked for. */
	clock?: boolean;
}

/**
 * Opens everything in order and listens: database, sandbox, services, first admin, catalog, orphaned runs, doors.
 * What was opened is closed again when a later step fails.
 */
export async function startServer(
	env: Env,
	log: Logger,
	{ pagesDir = builtPages, clock = true }: StartOptions = {},
): Promise<RunningServer> {
	const closers: (() => Promise<unknown>)[] = [];
	const closeAll = async () => {
		for (const close of closers.splice(0).reverse()) await close();
	};
	try {
		const opened = await openDb({ url: env.databaseUrl ?? undefined, dataDir: env.dataDir });
		closers.push(opened.close);
		const store = env.redisUrl ? await openSharedStore(env.redisUrl, log) : null;
		if (store) closers.push(store.close);
		const encryptionKeys = env.encryptionKeys ?? ownEncryptionKeys(env.dataDir);
		const sandbox = (await wantsSandbox(env, opened)) ? await createSandbox() : null;
		if (sandbox) closers.push(sandbox.close);
		const services = createServices({
			db: opened.db,
			log,
			store,
			config: apiConfig(env, encryptionKeys, sandbox?.baseUrl("custom") ?? null),
		});
		closers.push(() => services.runs.close());
		closers.push(() => services.suites.close());
		const firstAdmin = await ensureFirstAdmin({ db: opened.db, services }, env.firstAdmin);
		await seedAccess(opened.db);
		await seedCatalog(opened.db);
		await addSandboxModels({ db: opened.db, services });
		await closeOrphans(opened.db, services, { everyRun: opened.mode === "embedded" });

		const { state: keyring, problems } = await proveKeyring(opened.db, services.keyring);
		for (const problem of problems) log.error(problem);
		const { trustProxy, metricsToken } = env;
		const app = await createHttp({ opened, services, store, trustProxy, metricsToken, pagesDir, keyring });
		closers.push(() => app.close());
		await app.listen({ host: env.host, port: env.port });
		if (clock) await carryOnSuites({ db: opened.db, services });
		const jobs = clock ? startJobs({ opened, services }) : null;
		return {
			url: addressOf(app),
			setupUrl: firstAdmin && `${env.publicUrl}/setup#token=${firstAdmin.setupToken}`,
			door: { opened, services },
			died: opened.died,
			close: async (graceMs = 0) => {
				jobs?.stop();
				await drain(app, services, graceMs);
				await closeAll();
			},
		};
	} catch (error) {
		await closeAll();
		throw error;
	}
}

/** A newcomer's first stream needs no key: beside an embedded database where nobody has given any. */
async function wantsSandbox(env: Env, { db, mode }: OpenDb): Promise<boolean> {
	if (mode !== "embedded" || Object.keys(env.environmentProviders).length > 0) return false;
	return (await db.query.llmProviders.findFirst({ columns: { id: true } })) === undefined;
}

/** New calls are refused from here on; followers see their runs end, and what then still hangs on is cut off to reconnect. */
async function drain(app: FastifyInstance, services: Services, graceMs: number): Promise<void> {
	const closed = app.close();
	// A connection that was busy when closing began would otherwise stay open for its keep-alive.
	const sweep = setInterval(() => app.server.closeIdleConnections(), 50);
	await services.suites.close();
	await Promise.all([services.runs.close(graceMs), services.syncs.close()]);
	const cut = setTimeout(() => app.server.closeAllConnections(), farewellMs);
	await closed;
	clearInterval(sweep);
	clearTimeout(cut);
}

function addressOf(app: FastifyInstance): string {
	const address = app.server.address();
	if (typeof address !== "object" || address === null) throw new Error("The server does not listen.");
	const host = address.family === "IPv6" ? `[${address.address}]` : address.address;
	return `http://${host}:${address.port}`;
}
