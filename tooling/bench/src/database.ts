import { randomBytes } from "node:crypto";
import postgres from "postgres";

/** An empty database of our own on a PostgreSQL server. */
export async function createDatabase(serverUrl: string): Promise<{ url: string; drop(): Promise<void> }> {
	const name = `bench_${randomBytes(8).toString("hex")}`;
	const run = async (statement: string) => {
		const sql = postgres(serverUrl, { max: 1, onnotice: () => {} });
		try {
			await sql.unsafe(statement);
		} finally {
			await sql.end();
		}
	};
	await run(`create database ${name}`);
	const url = new URL(serverUrl);
	url.pathname = `/${name}`;
	return { url: url.href, drop: () => run(`drop database ${name} with (force)`) };
}
