import { type Db, schema } from "@llm-hub/db";
import { sql } from "drizzle-orm";

const { llmUsageLogs, testRuns } = schema;

/** So many characters of a prompt, and of an answer, are searched: PostgreSQL bounds what one row may index. */
const longest = 100_000;
const batch = 100;

/**
 * Indexes the words of ended runs, the newest first. Apart from the runs' own way, so that no text can fail or slow one.
 * @param most how many at most, in whole batches
 * @returns how many were indexed
 */
export async function indexWords(db: Db, most = Number.POSITIVE_INFINITY): Promise<number> {
	let indexed = 0;
	while (indexed < most) {
		const rows = await db.execute(sql`
			update ${testRuns} t set words = to_tsvector('simple', left(
				(select string_agg(m ->> 'content', ' ' order by n) from jsonb_array_elements(t.messages) with ordinality x(m, n)),
				${longest}) || ' ' || left(t.response, ${longest}))
			where t.id in (
				select r.id from ${testRuns} r join ${llmUsageLogs} l on l.id = r.id
				where r.words is null and l.state <> 'started'
				order by l.started_at desc limit ${batch} for update of r skip locked)
			returning t.id`);
		indexed += rows.length;
		if (rows.length < batch) break;
	}
	return indexed;
}

/** The search for all of these words, each from its beginning, in PostgreSQL's own syntax. */
export const wordsQuery = (text: string): string =>
	text
		.split(/\s+/)
		.filter((word) => word !== "")
		.map((word) => `'${word.replaceAll("\\", "\\\\").replaceAll("'", "''")}':*`)
		.join(" & ");
