import { schema, type Tx } from "@llm-hub/db";
import type { ProviderType, Target } from "@llm-hub/providers";
import { and, eq, ne, sql } from "drizzle-orm";
import { listEndpointModels, replaceEndpointModels } from "../catalog/endpoint-models.ts";
import type { Context } from "../context.ts";
import { auditSetAside, auditTest } from "./key-audit.ts";
import { untested } from "./key-versions.ts";
import { isRefusal } from "./refusals.ts";
import type { KeyVersion, SavedKey } from "./saved-keys.ts";
import type { TestResult } from "./schema.ts";
import { nextTestOf, setAsideBy } from "./set-aside.ts";

const { keyTests, llmProviders, providerKeyVersions } = schema;

/** Who tests: a person, or the clock as the system. */
export type TestContext = Pick<Context, "db" | "services" | "actor" | "requestId" | "address" | "userAgent">;

/** What a test calls, and the saved key whose health it tells; null for one that is not saved. */
export interface TestPlan {
	target: Target;
	row: SavedKey | null;
	/** The version of it that is tested, where that is not the one in use. */
	slot?: KeyVersion;
	/** Absent for what only stands in a form. */
	keySource?: "database" | "environment" | "sandbox";
}

/** Under which name the tests of the environment's key of a provider are kept. */
export const environmentSubject = (provider: ProviderType): string => `environment/${provider}`;

/**
 * Keeps what a test found, with its row in the audit. A refused key is set aside, a good one is no longer. Of the clock's
 * tests the audit hears only what they changed: nobody asked for them.
 */
export async function keepTest(
	ctx: TestContext,
	plan: TestPlan,
	result: TestResult | null,
	signal: AbortSignal | undefined,
): Promise<void> {
	const isClock = ctx.actor?.kind === "system";
	const { target, row } = plan;
	const isEndpoint = row?.providerType === "custom" && !isClock && result?.success === true;
	const models = isEndpoint ? await listEndpointModels(target, signal) : null;
	if (isEndpoint && !models) {
		ctx.services.log.warn({ providerId: row.id }, "the models of a custom endpoint could not be listed after its test");
	}
	await ctx.db.transaction(async (tx) => {
		const kept = result !== null && result.error?.reason !== "cancelled" ? await keepResult(tx, plan, result) : false;
		if (kept && result)
			await tx.insert(keyTests).values({ ...kept, ...outcomeOf(result), trigger: isClock ? "clock" : "admin" });
		if (kept && row && models) await replaceEndpointModels(tx, row.slug, models);
		if (!isClock) await auditTest(tx, ctx, plan, result);
		else if (kept && row && result) await auditSetAside(tx, ctx, row, result);
	});
}

const outcomeOf = ({ success, error, latencyMs, modelsFound }: TestResult) => ({
	at: new Date(),
	success,
	reason: error?.reason ?? null,
	latencyMs,
	modelsFound,
});

/** Whose the result is; false when there is nobody to keep it for, or the key was replaced or deleted meanwhile. */
async function keepResult(
	tx: Tx,
	{ target, row, slot, keySource }: TestPlan,
	result: TestResult,
): Promise<{ subject: string; version: number | null } | false> {
	if (!row) return keySource === "environment" && { subject: environmentSubject(target.provider), version: null };
	const isKept = slot ? await updateSlot(tx, slot, result) : await updateHealth(tx, row, result);
	return isKept && { subject: row.id, version: slot?.version ?? row.keyVersion };
}

const testColumns = (result: TestResult, now: Date) => ({
	testStatus: result.success ? ("success" as const) : ("failed" as const),
	lastTestedAt: now,
	lastTest: result,
});

async function updateHealth(tx: Tx, row: SavedKey, result: TestResult): Promise<boolean> {
	const now = new Date();
	const isRefused = isRefusal(result.error);
	const wasAside = row.setAsideAt !== null;
	const setAsideTests = wasAside && !result.success ? row.setAsideTests + 1 : 0;
	const reason = wasAside ? row.setAsideReason : (result.error?.reason ?? null);
	const setAside = isRefused || wasAside ? { reason, tests: setAsideTests } : null;
	const updated = await tx
		.update(llmProviders)
		.set({
			...(result.success && untested),
			...(isRefused && !wasAside && result.error && setAsideBy(result.error, now)),
			healthStatus: result.success ? "healthy" : "unhealthy",
			...testColumns(result, now),
			setAsideTests,
			nextTestAt: nextTestOf({ success: result.success, setAside }, now),
		})
		.where(
			and(
				eq(llmProviders.id, row.id),
				sql`${llmProviders.encryptedSecret} is not distinct from ${row.encryptedSecret}`,
				sql`${llmProviders.baseUrl} is not distinct from ${row.baseUrl}`,
			),
		)
		.returning({ id: llmProviders.id });
	return updated.length > 0;
}

/** A refused version also loses its share of the traffic. */
async function updateSlot(tx: Tx, { id }: KeyVersion, result: TestResult): Promise<boolean> {
	const { state } = providerKeyVersions;
	const isRefused = isRefusal(result.error);
	const updated = await tx
		.update(providerKeyVersions)
		.set({
			...testColumns(result, new Date()),
			...(isRefused && {
				state: sql`case ${state} when 'sharing' then 'staged' else ${state} end`,
				sharePercent: null,
			}),
		})
		.where(and(eq(providerKeyVersions.id, id), ne(state, "retired")))
		.returning({ id: providerKeyVersions.id });
	return updated.length > 0;
}
