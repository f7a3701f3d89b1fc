import { schema } from "@llm-hub/db";
import { providerInfo } from "@llm-hub/providers";
import { eq } from "drizzle-orm";
import type { SessionContext } from "../../context.ts";
import { UnreadableSecretError } from "../keyring.ts";
import type { Deps } from "../saved-keys.ts";
import { testResultOutput } from "../schema.ts";
import { type OwnKey, openOwnKey } from "./own-keys.ts";
import { type OwnKeyOutput, ownProviders } from "./schema.ts";

const { userProviderKeys } = schema;

/** Every provider that takes a key of one's own, with the caller's key where there is one. */
export async function listOwnKeys(ctx: SessionContext): Promise<{ providers: OwnKeyOutput[] }> {
	const rows = await ctx.db.select().from(userProviderKeys).where(eq(userProviderKeys.userId, ctx.actor.userId));
	return {
		providers: ownProviders.map((providerType) => {
			const row = rows.find((candidate) => candidate.providerType === providerType);
			return { providerType, ...providerInfo[providerType], saved: row ? shown(ctx, row) : null };
		}),
	};
}

function shown(deps: Deps, row: OwnKey): OwnKeyOutput["saved"] {
	const { keyPreview, lastTestedAt, rotatedAt } = row;
	const lastTest = testResultOutput.nullable().catch(null).parse(row.lastTest);
	return { keyPreview, lastTestedAt, rotatedAt, lastTest, problem: problemOf(deps, row) };
}

function problemOf(deps: Deps, row: OwnKey): string | null {
	try {
		openOwnKey(deps, row);
		return null;
	} catch (error) {
		if (error instanceof UnreadableSecretError) return error.message;
		throw error;
	}
}
