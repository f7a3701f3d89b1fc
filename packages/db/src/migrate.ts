import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { asset } from "./assets.ts";

// Any constant will do, as long as every LLM Hub server uses the same one.
const migrationLock = 4_817_236_901;

/**
 * Brings the schema to this build's version. Servers that start at once take turns on an advisory lock, and the later
 * ones find nothing to do.
 */
export async function migrate(options: postgres.Options<Record<string, postgres.PostgresType>>): Promise<void> {
	const sql = postgres({ ...options, max: 1, onnotice: () => {} });
	try {
		await sql`select pg_advisory_lock(${migrationLock})`;
		await applyMigrations(drizzle(sql), { migrationsFolder: asset("drizzle") });
		await sql`select pg_advisory_unlock(${migrationLock})`;
	} finally {
		await sql.end({ timeout: 5 });
	}
}
