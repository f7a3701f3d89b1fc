import { schema } from "@llm-hub/db";
import { desc, eq } from "drizzle-orm";
import type { Context } from "../context.ts";
import type { Hold } from "./schema.ts";
import { plainUsd } from "./usd.ts";

const { ledgerEntries, users } = schema;

/** The holds of runs under way, the newest first; at most 500. */
export async function listHolds({ db }: Pick<Context, "db">): Promise<Hold[]> {
	const rows = await db
		.select({
			runId: ledgerEntries.runId,
			userId: ledgerEntries.userId,
			userEmail: users.email,
			tierCode: ledgerEntries.tierCode,
			tokenId: ledgerEntries.tokenId,
			modelId: ledgerEntries.modelId,
			rulePattern: ledgerEntries.rulePattern,
			grantId: ledgerEntries.grantId,
			estimateUsd: ledgerEntries.estimateUsd,
			reservedAt: ledgerEntries.reservedAt,
			expiresAt: ledgerEntries.expiresAt,
		})
		.from(ledgerEntries)
		.innerJoin(users, eq(users.id, ledgerEntries.userId))
		.where(eq(ledgerEntries.state, "held"))
		.orderBy(desc(ledgerEntries.reservedAt), ledgerEntries.runId)
		.limit(500);
	return rows.map((row) => ({ ...row, estimateUsd: row.estimateUsd && plainUsd(row.estimateUsd) }));
}
