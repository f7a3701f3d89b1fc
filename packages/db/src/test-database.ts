import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { type OpenDb, openDb } from "./open-db.ts";

/**
 * A fresh, migrated, empty database for one test file: an embedded one in memory, or, when `TEST_DATABASE_URL` names a
 * PostgreSQL server, a database of its own there that is dropped on close.
 */
export async function openTestDb(): Promise<OpenDb> {
	const serverUrl = process.env.TEST_DATABASE_URL;
	if (!serverUrl) return openDb({ dataDir: null });
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
