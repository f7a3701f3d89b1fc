import { type Db, schema } from "@llm-hub/db";
import { sql } from "drizzle-orm";

const { llmModels, llmProviders, modelAliases } = schema;

/** How long an answer may be behind what another server has changed. */
const maxAgeMs = 250;

/** Tells whether the catalog still is what an answer was made from. */
export interface CatalogFreshness {
	/** Differs as soon as any model, endpoint or alias has changed, here at once and elsewhere within a quarter of a second. */
	fingerprint(): Promise<string>;
	/** Something may have changed in this process: the next question goes to the database. */
	forget(): void;
}

export function createCatalogFreshness(db: Db): CatalogFreshness {
	let known: { fingerprint: Promise<string>; until: number } | null = null;
	const ask = () => {
		const fingerprint = readFingerprint(db);
		const asked = { fingerprint, until: performance.now() + maxAgeMs };
		known = asked;
		fingerprint.catch(() => {
			if (known === asked) known = null;
		});
		return fingerprint;
	};
	return {
		fingerprint: () => (known && performance.now() < known.until ? known.fingerprint : ask()),
		forget: () => {
			known = null;
		},
	};
}

/** Every write gives its rows the number of its transaction, so no writer can forget to say that it changed something. */
async function readFingerprint(db: Db): Promise<string> {
	const ofTable = (table: typeof llmModels | typeof llmProviders | typeof modelAliases) =>
		sql`(select concat_ws('.', count(*), max(xmin::text::bigint), sum(xmin::text::bigint)) from ${table})`;
	const [row] = await db.execute<{ fingerprint: string }>(
		sql`select concat_ws('-', ${ofTable(llmModels)}, ${ofTable(llmProviders)}, ${ofTable(modelAliases)}) as fingerprint`,
	);
	if (!row) throw new Error("The catalog gave no fingerprint.");
	return row.fingerprint;
}
