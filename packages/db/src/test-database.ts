import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { type OpenDb, openDb } from "./open-db.ts";

// The first one is opened while the rest of the first test file is still being imported, so that no test waits for it.
let openedAhead = process.env.TEST_DATABASE_URL ? null : openDb({ dataDir: null });
// Told to whoever asks for it; without an asker it is nobody's failure.
openedAhead?.catch(() => {});

/**
 * A fresh, migrated, empty database for one test file: an embedded one in memory, or, when `TEST_DATABASE_URL` names a
 * PostgreSQL server, a database of its own there that is dropped on close.
 */
export async function openTestDb(): Promise<OpenDb> {
	const serverUrl = process.env.TEST_DATABASE_URL;
	if (!serverUrl) {
		const ahead = openedAhead;
		openedAhead = null;
		return ahead ?? openDb({ dataDir: null });
	}
	const name = `test_${randomBytes(8).toString("hex")}`;
	const url = new URL(serverUrl);
	await admin(serverUrl, (sql) => sql.unsafe(`create database ${name}`));
	url.pathname = `/${name}`;
	const opened = await openDb({ url: url.href, maxConnections: 10 });
	const close = async () => {
		await opened.close();
		await admin(serverUrl, (sql) => sql.unsafe(`drop database ${name} with (force)`));
	};
	return { ...opened, close, [Symbol.asyncDispose]: close };
}

async function admin(url: string, work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
	const sql = postgres(url, { max: 1, onnotice: () => {} });
	try {
		await work(sql);
	} finally {
		await sql.end();
	}
}
