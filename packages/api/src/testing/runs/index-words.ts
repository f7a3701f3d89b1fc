import { type Db, schema } from "@llm-hub/db";
import { and, desc, eq, inArray, isNull, ne, sql } from "drizzle-orm";

const { llmUsageLogs, testRuns } = schema;

/** So many characters of a prompt, and of an answer, are searched: PostgreSQL bounds what one row may index. */
const longest = 100_000;
/** How many are sought out at once, and how many of them one statement indexes. */
const page = 5_000;
const batch = 100;

/**
 * Indexes the words of ended runs, the newest first. Apart from the runs' own way, so that no text can fail or slow one.
 * @param most how many at most
 * @returns how many were indexed
 */
export async function indexWords(db: Db, most = Number.POSITIVE_INFINITY): Promise<number> {
	let indexed = 0;
	while (indexed < most) {
		const wanted = Math.min(page, most - indexed);
		const ids = await newestUnindexed(db, wanted);
		let done = 0;
		for (let at = 0; at < ids.length; at += batch) done += await indexEach(db, ids.slice(at, at + batch));
		indexed += done;
		// What another server holds at this moment it indexes itself.
		if (ids.length < wanted || done === 0) break;
	}
	return indexed;
}

async function newestUnindexed(db: Db, most: number): Promise<string[]> {
	const rows = await db
		.select({ id: testRuns.id })
		.from(testRuns)
		.innerJoin(llmUsageLogs, eq(llmUsageLogs.id, testRuns.id))
		.where(and(isNull(testRuns.words), ne(llmUsageLogs.state, "started")))
		.orderBy(desc(llmUsageLogs.startedAt))
		.limit(most);
	return rows.map(({ id }) => id);
}

async function indexEach(db: Db, ids: string[]): Promise<number> {
	const free = db
		.select({ id: testRuns.id })
		.from(testRuns)
		.where(and(inArray(testRuns.id, ids), isNull(testRuns.words)))
		.for("update", { skipLocked: true });
	const rows = await db.execute(sql`
		update ${testRuns} t set words = to_tsvector('simple', left(
			(select string_agg(m ->> 'content', ' ' order by n) from jsonb_array_elements(t.messages) with ordinality x(m, n)),
			${longest}) || ' ' || left(t.response, ${longest}))
		where t.id in (${free})
		returning t.id`);
	return rows.length;
}

/** The search for all of these words, each from its beginning, in PostgreSQL's own syntax. */
export const wordsQuery = (text: string): string =>
	text
		.split(/\s+/)
		.filter((word) => word !== "")
		.map((word) => `'${word.replaceAll("\\", "\\\\").replaceAll("'", "''")}':*`)
		.join(" & ");
