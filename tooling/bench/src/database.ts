import { randomBytes } from "node:crypto";
import postgres from "postgres";

export interface OwnDatabase {
	url: string;
	drop(): Promise<void>;
}

/** An empty database of our own on a PostgreSQL server. */
export async function createDatabase(serverUrl: string): Promise<OwnDatabase> {
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

/** Fills a hub's catalog up to `total` models by copies of those that it has, under ids of their own. */
export async function fillCatalog(url: string, total: number): Promise<void> {
	const sql = postgres(url, { max: 1, onnotice: () => {} });
	try {
		await sql`
			insert into llm_models (id, provider_type, upstream_id, display_name, context_length, max_output_tokens,
				capabilities, enabled, price, price_state, input_per_1m, output_per_1m, cached_input_per_1m, sources)
			select id || '-copy-' || copy, provider_type, upstream_id || '-copy-' || copy, display_name || ' ' || copy, context_length,
				max_output_tokens, capabilities, enabled, price, price_state, input_per_1m, output_per_1m,
				cached_input_per_1m, sources
			from llm_models, generate_series(1, ${total}) as copy
			where endpoint_slug is null and retired_at is null
			order by copy, id limit greatest(0, ${total} - (select count(*) from llm_models where retired_at is null))`;
	} finally {
		await sql.end();
	}
}
