import { createHash } from "node:crypto";
import { type Db, type DbOrTx, schema } from "@llm-hub/db";
import { type SeedModel, seedModels } from "@llm-hub/providers";
import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { keepChanges, openChanges } from "./sync/change-rows.ts";
import { seedMerge } from "./sync/merge-seed.ts";
import { lockCatalog, type ModelFacts, writeModels } from "./write-models.ts";

const settingKey = "catalog.seed";
const appliedSeed = z.object({ hash: z.string(), models: z.number(), appliedAt: z.coerce.date() });

/** Servers that start at once take turns. Any constant will do that no other lock uses. */
const seedLock = 4_817_236_902;

/** Goes up when the rows below are made in another way, so that the same seed is applied again. */
const mapping = 1;

/** The seed as it was last applied, or null. */
export async function readAppliedSeed(db: DbOrTx): Promise<z.infer<typeof appliedSeed> | null> {
	const { settings } = schema;
	const [row] = await db.select({ value: settings.value }).from(settings).where(eq(settings.key, settingKey));
	return appliedSeed.safeParse(row?.value).data ?? null;
}

/**
 * Brings the catalog that ships with the product into the database; quick when this seed was applied before. New models
 * are enabled unless their provider retired them or advises against them. What admins decided and what providers' own
 * listings told stays, a price that is far from the one in force waits in the inbox, and no row is ever deleted.
 */
export async function seedCatalog(db: Db, models: readonly SeedModel[] = seedModels()): Promise<{ changed: number }> {
	const hash = createHash("sha256").update(JSON.stringify({ mapping, models })).digest("hex");
	if ((await readAppliedSeed(db))?.hash === hash) return { changed: 0 };
	return db.transaction(async (tx) => {
		await tx.execute(sql`select pg_advisory_xact_lock(${seedLock})`);
		if ((await readAppliedSeed(tx))?.hash === hash) return { changed: 0 };
		await lockCatalog(tx);
		const now = new Date();
		const today = now.toISOString().slice(0, 10);
		const { onto, found } = seedMerge(await openChanges(tx, undefined));
		const result = await writeModels(
			tx,
			models.map((model) => factsOf(model, today)),
			{ onto, at: now },
		);
		await keepChanges(tx, found, { syncId: `seed-${hash.slice(0, 12)}`, at: now });
		const row = { value: { hash, models: models.length, appliedAt: now.toISOString() }, updatedAt: now };
		await tx
			.insert(schema.settings)
			.values({ key: settingKey, ...row })
			.onConflictDoUpdate({ target: schema.settings.key, set: row });
		return result;
	});
}

function factsOf({ provider, deprecated, ...model }: SeedModel, today: string): ModelFacts {
	const { deprecationDate } = model;
	const hasEnded = deprecationDate !== null && deprecationDate <= today;
	return {
		...model,
		providerType: provider,
		endpointSlug: null,
		replacedBy: null,
		releasedOn: null,
		knowledgeCutoff: null,
		enabled: !deprecated && !hasEnded,
		retiredAt: hasEnded ? new Date(deprecationDate) : null,
	};
}
