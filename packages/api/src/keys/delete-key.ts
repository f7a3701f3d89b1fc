import { schema } from "@llm-hub/db";
import { type ProviderType, providerInfo } from "@llm-hub/providers";
import { eq } from "drizzle-orm";
import { retireEndpointModels } from "../catalog/endpoint-models.ts";
import type { UserContext } from "../context.ts";
import { ConflictError, NotFoundError } from "../errors.ts";
import { environmentEndpoint, sandboxEndpoint } from "./endpoints.ts";
import { auditKeyChange } from "./key-audit.ts";
import { environmentVariableOf } from "./provider-info.ts";
import { type Deps, findSavedKey, type SavedKey, savedKeys } from "./saved-keys.ts";
import type { DeleteKeyInput, DeleteKeyOutput } from "./schema.ts";

/**
 * Deletes a saved key; a custom endpoint's models retire with it. The message says what serves the provider now.
 * @throws NotFoundError when nothing is saved there; ConflictError when a provider type alone could mean several.
 */
export async function deleteKey(ctx: UserContext, input: DeleteKeyInput): Promise<DeleteKeyOutput> {
	const row = await findKeyToDelete(ctx, input);
	const { keyTests, llmProviders } = schema;
	const deleted = await ctx.db.transaction(async (tx) => {
		if (row.providerType === "custom") await retireEndpointModels(tx, row.slug);
		await tx.delete(keyTests).where(eq(keyTests.subject, row.id));
		const [gone] = await tx.delete(llmProviders).where(eq(llmProviders.id, row.id)).returning();
		await auditKeyChange(tx, ctx, "keys.delete", { before: gone ?? null, after: null });
		return gone;
	});
	if (!deleted) throw nothingSaved();
	const providerType = row.providerType as ProviderType;
	ctx.services.log.info({ requestId: ctx.requestId, providerType, providerId: row.id }, "provider key deleted");
	return { providerId: row.id, providerType, name: row.name, ...(await successorOf(ctx, providerType)) };
}

const nothingSaved = () => new NotFoundError("There is no such saved key.");

async function findKeyToDelete(deps: Deps, { providerId, providerType, name }: DeleteKeyInput): Promise<SavedKey> {
	if (providerId !== undefined || providerType === undefined) {
		const row = await findSavedKey(deps, { id: providerId ?? "" });
		if (!row) throw nothingSaved();
		return row;
	}
	const rows = await savedKeys(deps, providerType);
	const { displayName } = providerInfo[providerType];
	const wanted = name ?? displayName;
	const row = rows.find((candidate) => candidate.name === wanted) ?? (name === undefined ? onlyOne(rows) : null);
	if (row) return row;
	if (rows.length === 0 || name !== undefined) throw nothingSaved();
	const names = rows.map((candidate) => `"${candidate.name}"`).join(", ");
	throw new ConflictError(`${displayName} has ${rows.length} saved keys: ${names}. Say which one by its name or id.`);
}

const onlyOne = (rows: SavedKey[]) => (rows.length === 1 ? rows[0] : undefined);

async function successorOf(
	deps: Deps,
	providerType: ProviderType,
): Promise<Pick<DeleteKeyOutput, "keySource" | "message">> {
	const { displayName } = providerInfo[providerType];
	const next = (await savedKeys(deps, providerType)).find(({ enabled }) => enabled);
	if (next) {
		return { keySource: "database", message: `Deleted. ${displayName} now uses the saved key "${next.name}".` };
	}
	if (environmentEndpoint(deps, providerType)) {
		const source = providerType === "custom" ? "CUSTOM_BASE_URL" : environmentVariableOf(providerType);
		return {
			keySource: "environment",
			message: `Deleted. ${displayName} now falls back to the environment (${source}).`,
		};
	}
	if (providerType === "custom" && sandboxEndpoint(deps)) {
		return { keySource: "sandbox", message: `Deleted. ${displayName} now means the built-in Sandbox.` };
	}
	return { keySource: "not_set", message: `Deleted. ${displayName} has no key now.` };
}
