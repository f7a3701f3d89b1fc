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
		return wrap(postgres(options), "external", new Promise(() => {}), async () => {}, postgres({ ...options, max: 1 }));
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

const lanes = new WeakMap<object, Db>();

/**
 * Where quick reads by key go that many requests make at once: over one connection they travel together, in one message
 * there and back. Nothing that may wait for a lock belongs here. A transaction reads within itself.
 */
export const readsOf = <Asked extends DbOrTx>(db: Asked): Asked | Db => lanes.get(db) ?? db;

function wrap(
	sql: postgres.Sql,
	mode: OpenDb["mode"],
	died: Promise<Error>,
	closeServer: () => Promise<void>,
	lane: postgres.Sql | null = null,
): OpenDb {
	const close = async () => {
		await Promise.all([sql.end({ timeout: 5 }), lane?.end({ timeout: 5 })]);
		await closeServer();
	};
	const db = drizzle(sql, { schema });
	if (lane) lanes.set(db, drizzle(lane, { schema }));
	return {
		db,
		mode,
		died,
		ping: async (timeoutMs = 2_000) => {
			let timer: NodeJS.Timeout | undefined;
			const timeout = new Promise<never>((_, reject) => {
				timer = setTimeout(() => reject(new Error("The database does not answer.")), timeoutMs);
			});
			const answers = [sql, ...(lane ? [lane] : [])].map((each) => each`select 1`);
			await Promise.race([Promise.all(answers), timeout]).finally(() => clearTimeout(timer));
		},
		close,
		[Symbol.asyncDispose]: close,
	};
}
