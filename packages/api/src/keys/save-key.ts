import { randomUUID } from "node:crypto";
import { schema, type Tx } from "@llm-hub/db";
import { providerInfo } from "@llm-hub/providers";
import { and, eq } from "drizzle-orm";
import type { Context, UserContext } from "../context.ts";
import { InvalidInputError, LimitExceededError } from "../errors.ts";
import { checkedBaseUrl, keyNeededAgain } from "./base-url.ts";
import { savedEndpoint } from "./endpoints.ts";
import { auditKeyChange } from "./key-audit.ts";
import { previewOf, slugOf } from "./key-name.ts";
import { retireForAnother, untested } from "./key-versions.ts";
import { reservedSlugs } from "./operator-targets.ts";
import { resultOfTest, runTest } from "./run-test.ts";
import { bindingOf, type SavedKey } from "./saved-keys.ts";
import type { SaveKeyInput, SaveKeyOutput, TestResult } from "./schema.ts";

/** A key as it shall be saved, its base URL checked. */
export type Wanted = Pick<SaveKeyInput, "providerType" | "apiKey" | "priority"> & {
	name: string;
	baseUrl: string | null;
};

/**
 * Saves a key by provider type and name, replacing what stood there, and then tests it. A key whose test fails, or that
 * cannot be tested now, stays saved; the message says so.
 * @throws InvalidInputError for a base URL that may not be called, a changed base URL without the key, a name whose slug
 *   is taken; ConflictError for another key or host while a rotation is under way.
 */
export async function saveKey(ctx: UserContext, input: SaveKeyInput, signal?: AbortSignal): Promise<SaveKeyOutput> {
	const { providerType, apiKey, priority } = input;
	const name = input.name ?? providerInfo[providerType].displayName;
	const baseUrl = providerType === "custom" ? checkedBaseUrl(ctx.services.config, input.baseUrl) : null;
	const { row, created } = await upsertKey(ctx, { providerType, name, apiKey, baseUrl, priority });
	ctx.services.log.info({ requestId: ctx.requestId, providerType, providerId: row.id, created }, "provider key saved");
	const { testResult, message } = input.test
		? await testSaved(ctx, row, signal)
		: { testResult: null, message: "Saved, not tested." };
	return {
		...row,
		providerType,
		providerId: row.id,
		hasKey: row.encryptedSecret !== null,
		created,
		testResult,
		message,
	};
}

async function testSaved(
	ctx: UserContext,
	row: SavedKey,
	signal: AbortSignal | undefined,
): Promise<{ testResult: TestResult | null; message: string }> {
	try {
		// Counted apart from the tests a person asks for, so that saving nine keys does not use those up.
		await ctx.services.keyTestLimiter.take(`save:${ctx.actor.userId}`);
	} catch (error) {
		if (!(error instanceof LimitExceededError)) throw error;
		return { testResult: null, message: `Saved, not tested. ${error.message}` };
	}
	const testResult = await resultOfTest(runTest(ctx, savedEndpoint(ctx, row), signal));
	const message = testResult.success
		? `Saved and tested: ${testResult.modelsFound ?? 0} models found.`
		: `Saved, but the test failed. ${testResult.error?.message ?? ""}`.trim();
	return { testResult, message };
}

async function upsertKey(ctx: UserContext, wanted: Wanted): Promise<{ row: SavedKey; created: boolean }> {
	// A second round for the one who lost the race to insert the same name; two rounds without a row: the slug is taken.
	for (let round = 0; round < 2; round++) {
		const replaced = await ctx.db.transaction((tx) => replaceKey(tx, ctx, wanted));
		if (replaced) return { row: replaced, created: false };
		const inserted = await ctx.db.transaction(async (tx) => {
			const row = await insertKey(tx, ctx, wanted);
			await auditKeyChange(tx, ctx, "keys.save", { before: null, after: row });
			return row;
		});
		if (inserted) return { row: inserted, created: true };
	}
	throw new InvalidInputError(
		"name",
		`Another key is already saved under a name like "${wanted.name}". Choose another.`,
	);
}

async function replaceKey(tx: Tx, ctx: UserContext, wanted: Wanted): Promise<SavedKey | null> {
	const { llmProviders } = schema;
	const [saved] = await tx
		.select()
		.from(llmProviders)
		.where(and(eq(llmProviders.providerType, wanted.providerType), eq(llmProviders.name, wanted.name)))
		.for("update");
	if (!saved) return null;
	const { apiKey, baseUrl } = wanted;
	const isMoved = baseUrl !== saved.baseUrl;
	if (isMoved && apiKey === undefined && saved.encryptedSecret !== null) throw keyNeededAgain();
	const now = new Date();
	const keyVersion = apiKey === undefined ? saved.keyVersion : await retireForAnother(tx, saved, now);
	const [row] = await tx
		.update(llmProviders)
		.set({
			baseUrl,
			priority: wanted.priority ?? saved.priority,
			updatedAt: now,
			...(apiKey !== undefined && {
				encryptedSecret: ctx.services.keyring.seal(apiKey, bindingOf({ ...saved, baseUrl, keyVersion })),
				keyPreview: previewOf(apiKey),
				keyVersion,
				rotatedAt: now,
			}),
			...((isMoved || apiKey !== undefined) && untested),
		})
		.where(eq(llmProviders.id, saved.id))
		.returning();
	await auditKeyChange(tx, ctx, "keys.save", { before: saved, after: row ?? null });
	return row ?? null;
}

/**
 * Saves a key that is not there yet, without a word to the audit. Null when its name or one like it is taken.
 * @throws InvalidInputError for the name of a built-in endpoint
 */
export async function insertKey(
	tx: Tx,
	{ services, actor }: Pick<Context, "services" | "actor">,
	wanted: Wanted,
): Promise<SavedKey | null> {
	const { providerType, name, apiKey, baseUrl, priority } = wanted;
	const id = randomUUID();
	const slug = slugOf(name) || id.slice(0, 8);
	if (providerType === "custom" && reservedSlugs.has(slug)) {
		throw new InvalidInputError("name", `"${name}" already names a built-in endpoint. Choose another name.`);
	}
	const [row] = await tx
		.insert(schema.llmProviders)
		.values({
			id,
			providerType,
			name,
			slug,
			baseUrl,
			priority,
			createdBy: actor === null || actor.kind === "system" ? null : actor.userId,
			...(apiKey !== undefined && {
				encryptedSecret: services.keyring.seal(apiKey, bindingOf({ id, providerType, baseUrl, keyVersion: 1 })),
				keyPreview: previewOf(apiKey),
			}),
		})
		.onConflictDoNothing()
		.returning();
	return row ?? null;
}
