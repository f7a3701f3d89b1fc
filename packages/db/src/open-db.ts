import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { asset } from "./assets.ts";
import { openEmbedded } from "./embedded.ts";
import { migrate } from "./migrate.ts";
import * as schema from "./schema/index.ts";

export type Db = PostgresJsDatabase<typeof schema>;
/** What a service takes that must run inside its caller's transaction. */
export type Tx = Parameters<Parameters<Db["transaction"]>[0]>[0];
/** What a service takes when it may run inside its caller's transaction. */
export type DbOrTx = Db | Tx;

export interface OpenDb {
	db: Db;
	mode: "embedded" | "external";
	/** Answers within `timeoutMs` or throws: what readiness asks. */
	ping(timeoutMs?: number): Promise<void>;
	/** Never resolves for an external database; for the embedded one, with the reason, if it stops by itself. */
	died: Promise<Error>;
	close(): Promise<void>;
	[Symbol.asyncDispose](): Promise<void>;
}

export interface OpenDbOptions {
	/** An external PostgreSQL. Wins over `dataDir`. */
	url?: string | undefined;
	/** Where the embedded PostgreSQL keeps its files; null keeps them in memory (tests). */
	dataDir?: string | null | undefined;
	/** Connections in the pool of an external database. */
	maxConnections?: number;
}

/**
 * Opens the database, migrated: the PostgreSQL at `url`, or the embedded one in `dataDir`. One driver serves both.
 * The embedded one has a single connection, so inside a transaction everything must go through its `tx`.
 * @throws DataDirInUseError when another process has the directory; Error when it cannot be written or reached.
 */
export async function openDb({ url, dataDir, maxConnections = 10 }: OpenDbOptions): Promise<OpenDb> {
	const common = {
		max: maxConnections,
		connect_timeout: 10,
		onnotice: () => {},
		connection: { application_name: "llm-hub" },
	};
	if (url) {
		const options = { ...parseUrl(url), ...common, connection: { ...common.connection, statement_timeout: 30_000 } };
		await migrate({ ...parseUrl(url), connect_timeout: 10 });
		const byKey = { ...options, connection: { ...options.connection, ...plannedByKey } };
		const lanes = { reads: postgres({ ...byKey, max: 1 }), writes: postgres({ ...byKey, max: 2 }) };
		return wrap(postgres(options), "external", new Promise(() => {}), async () => {}, lanes);
	}
	const embedded = await openEmbedded(dataDir ?? null, asset(dataDir ? "image.tar.gz" : "image.tar"));
	const login = { ...embedded.connection, database: "postgres", user: "postgres", password: "", ssl: false } as const;
	try {
		await migrate(login);
	} catch (error) {
		await embedded.close();
		throw error;
	}
	// One connection: PGlite has one unnamed portal, which the messages of several connections would share.
	return wrap(postgres({ ...common, ...login, max: 1 }), "embedded", embedded.died, embedded.close);
}

function parseUrl(url: string) {
	const parsed = new URL(url);
	return {
		host: decodeURIComponent(parsed.searchParams.get("host") ?? parsed.hostname),
		port: Number(parsed.port || 5432),
		database: decodeURIComponent(parsed.pathname.slice(1)) || "postgres",
		username: decodeURIComponent(parsed.username),
		password: decodeURIComponent(parsed.password),
		...(parsed.searchParams.get("sslmode") === "require" ? { ssl: "require" as const } : {}),
	};
}

/**
 * For statements that find each row by its key: planned once a connection, and never as a scan of the whole table, which a
 * plan made while the table is small would keep up while it grows.
 */
const plannedByKey = { plan_cache_mode: "force_generic_plan", enable_seqscan: "off", jit: "off" };

/** Connections for what many requests ask for at once. */
interface Lanes<Connection> {
	reads: Connection;
	writes: Connection;
}

const lanesOf = new WeakMap<object, Lanes<Db>>();

/**
 * Where quick reads by key go that many requests make at once: over one connection they travel together, in one message
 * there and back. Nothing that may wait for a lock belongs here. A transaction reads within itself.
 */
export const readsOf = <Asked extends DbOrTx>(db: Asked): Asked | Db => lanesOf.get(db)?.reads ?? db;

/** Where single statements go that write by key, one of a kind at a time. */
export const writesOf = (db: Db): Db => lanesOf.get(db)?.writes ?? db;

function wrap(
	sql: postgres.Sql,
	mode: OpenDb["mode"],
	died: Promise<Error>,
	closeServer: () => Promise<void>,
	lanes: Lanes<postgres.Sql> | null = null,
): OpenDb {
	const connections = lanes ? [sql, lanes.reads, lanes.writes] : [sql];
	const close = async () => {
		await Promise.all(connections.map((each) => each.end({ timeout: 5 })));
		await closeServer();
	};
	const db = drizzle(sql, { schema });
	if (lanes) lanesOf.set(db, { reads: drizzle(lanes.reads, { schema }), writes: drizzle(lanes.writes, { schema }) });
	return {
		db,
		mode,
		died,
		ping: async (timeoutMs = 2_000) => {
			let timer: NodeJS.Timeout | undefined;
			const timeout = new Promise<never>((_, reject) => {
				timer = setTimeout(() => reject(new Error("The database does not answer.")), timeoutMs);
			});
			const answers = connections.map((each) => each`select 1`);
			await Promise.race([Promise.all(answers), timeout]).finally(() => clearTimeout(timer));
		},
		close,
		[Symbol.asyncDispose]: close,
	};
}
