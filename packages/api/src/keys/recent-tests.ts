import { schema } from "@llm-hub/db";
import { desc, inArray, lte, sql } from "drizzle-orm";
import type { Deps } from "./saved-keys.ts";

const { keyTests } = schema;

/** As many as a card has room for. */
const mostRecent = 20;

export type RecentTest = Pick<
	typeof keyTests.$inferSelect,
	"at" | "success" | "reason" | "latencyMs" | "modelsFound" | "version"
>;

/** The last tests of each subject, the oldest first. */
export async function recentTests({ db }: Pick<Deps, "db">, subjects: string[]): Promise<Map<string, RecentTest[]>> {
	const bySubject = new Map<string, RecentTest[]>();
	if (subjects.length === 0) return bySubject;
	const { subject, at, success, reason, latencyMs, modelsFound, version } = keyTests;
	const place = sql<number>`row_number() over (partition by ${subject} order by ${at} desc, ${keyTests.id} desc)`;
	const numbered = db
		.select({ subject, at, success, reason, latencyMs, modelsFound, version, place: place.as("place") })
		.from(keyTests)
		.where(inArray(subject, subjects))
		.as("numbered");
	const rows = await db.select().from(numbered).where(lte(numbered.place, mostRecent)).orderBy(desc(numbered.place));
	for (const { subject: of, place: _, ...test } of rows) bySubject.set(of, [...(bySubject.get(of) ?? []), test]);
	return bySubject;
}
