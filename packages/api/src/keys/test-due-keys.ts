import { type Db, schema } from "@llm-hub/db";
import { lt, sql } from "drizzle-orm";
import pLimit from "p-limit";
import { savedEndpoint } from "./endpoints.ts";
import { auditAsSystem } from "./key-audit.ts";
import { UnreadableSecretError } from "./keyring.ts";
import { resultOfTest, runTest } from "./run-test.ts";
import { type Deps, findKeyWithSlot } from "./saved-keys.ts";

const { keyTests, llmProviders } = schema;

/** Keys that are tested at once, and in one go. */
const atOnce = 4;
const mostAtATime = 20;
/** A server that dies over a test leaves the key to the others after this long. */
const claimMinutes = 15;
const keepTestsDays = 30;

/**
 * What the clock calls: the free test for each enabled saved key whose time has come, by one server each. A key that was
 * set aside comes back when it passes. Returns how many were tested.
 */
export async function testDueKeys(deps: Deps): Promise<number> {
	const limit = pLimit(atOnce);
	const ids = await claimDueKeys(deps.db);
	const outcomes = await Promise.all(ids.map((id) => limit(() => testOne(deps, id))));
	return outcomes.filter(Boolean).length;
}

async function claimDueKeys(db: Db): Promise<string[]> {
	const rows = await db
		.update(llmProviders)
		.set({ nextTestAt: sql`now() + make_interval(mins => ${claimMinutes})` })
		.where(
			sql`${llmProviders.id} in (
				select id from llm_providers where enabled and next_test_at <= now()
				order by next_test_at limit ${mostAtATime} for update skip locked)`,
		)
		.returning({ id: llmProviders.id });
	return rows.map(({ id }) => id);
}

async function testOne(deps: Deps, id: string): Promise<boolean> {
	const { db, services } = deps;
	try {
		const row = await findKeyWithSlot(deps, id);
		if (!row) return false;
		const ctx = { ...auditAsSystem(deps, "clock", "clock"), db, services };
		const { success, error } = await resultOfTest(runTest(ctx, savedEndpoint(deps, row), undefined));
		services.log.info({ providerId: id, success, reason: error?.reason }, "provider key tested by the clock");
		return true;
	} catch (err) {
		// Whoever looks at the list is told of it there.
		if (!(err instanceof UnreadableSecretError)) services.log.error({ err, providerId: id }, "key test failed");
		return false;
	}
}

/** Forgets what tests found more than 30 days ago. */
export async function pruneKeyTests(db: Db): Promise<void> {
	await db.delete(keyTests).where(lt(keyTests.at, sql`now() - make_interval(days => ${keepTestsDays})`));
}
