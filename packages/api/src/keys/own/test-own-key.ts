import { schema } from "@llm-hub/db";
import { and, eq } from "drizzle-orm";
import { AuditSecret } from "../../audit/audit-key.ts";
import { recordAudit } from "../../audit/record.ts";
import type { SessionContext } from "../../context.ts";
import { NotFoundError } from "../../errors.ts";
import { hostOf } from "../operator-targets.ts";
import { testStages } from "../run-test.ts";
import type { TestEvent, TestResult } from "../schema.ts";
import { ownKeyTarget } from "./own-key-audit.ts";
import { findOwnKey, type OwnKey, ownTarget } from "./own-keys.ts";
import type { TestOwnKeyInput } from "./schema.ts";

/**
 * Tests the caller's own key, or one that is not saved yet, stage by stage. Refusals come before the first event.
 * @throws NotFoundError without a key; UnreadableSecretError; LimitExceededError above the tests a minute
 */
export async function testOwnKey(
	ctx: SessionContext,
	{ providerType, apiKey }: TestOwnKeyInput,
	signal?: AbortSignal,
): Promise<AsyncGenerator<TestEvent>> {
	const { config } = ctx.services;
	const row = apiKey === undefined ? await findOwnKey(ctx.db, ctx.actor.userId, providerType) : null;
	if (apiKey === undefined && !row) throw new NotFoundError("You have no key of your own for this provider.");
	const target = row
		? ownTarget(ctx, row)
		: {
				provider: providerType,
				baseUrl: hostOf(config, providerType),
				secret: apiKey ?? null,
				allowPrivate: config.allowPrivateUpstreams,
			};
	await ctx.services.keyTestLimiter.take(ctx.actor.userId);
	return testStages(target, (result) => keep(ctx, { row, secret: target.secret ?? "", providerType, result }), signal);
}

interface Kept {
	row: OwnKey | null;
	secret: string;
	providerType: string;
	/** Null for a test that was given up. */
	result: TestResult | null;
}

async function keep(ctx: SessionContext, { row, secret, providerType, result }: Kept): Promise<void> {
	const { userProviderKeys } = schema;
	await ctx.db.transaction(async (tx) => {
		if (row && result && result.error?.reason !== "cancelled") {
			await tx
				.update(userProviderKeys)
				.set({ lastTest: result, lastTestedAt: new Date() })
				// Not on a key that was replaced meanwhile.
				.where(and(eq(userProviderKeys.id, row.id), eq(userProviderKeys.encryptedSecret, row.encryptedSecret)));
		}
		await recordAudit(tx, ctx, {
			action: "keys.own.test",
			target: ownKeyTarget({ id: row?.id ?? null, providerType }),
			after: {
				key: new AuditSecret(secret),
				success: result?.success ?? false,
				reason: result ? (result.error?.reason ?? null) : "cancelled",
			},
		});
	});
}
