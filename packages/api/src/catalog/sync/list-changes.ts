import { schema } from "@llm-hub/db";
import type { ProviderType } from "@llm-hub/providers";
import { and, count, desc, eq, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { describeChange } from "./describe-change.ts";
import type { ChangeFacts, ListChangesInput, ListChangesOutput } from "./schema.ts";

const { catalogChanges, llmModels, users } = schema;

/** A page of the change inbox, and what the filters leave in groups. */
export async function listChanges({ db }: Pick<Context, "db">, input: ListChangesInput): Promise<ListChangesOutput> {
	const where = and(
		input.state && eq(catalogChanges.state, input.state),
		input.kind && eq(catalogChanges.kind, input.kind),
		input.provider && eq(llmModels.providerType, input.provider),
		input.endpoint === undefined ? undefined : eq(llmModels.endpointSlug, input.endpoint),
		input.modelId === undefined ? undefined : eq(catalogChanges.modelId, input.modelId),
		input.syncId === undefined ? undefined : eq(catalogChanges.syncId, input.syncId),
	);
	const rows = await db
		.select({
			id: catalogChanges.id,
			modelId: catalogChanges.modelId,
			displayName: llmModels.displayName,
			provider: sql<ProviderType>`${llmModels.providerType}`,
			endpoint: llmModels.endpointSlug,
			kind: catalogChanges.kind,
			state: catalogChanges.state,
			before: sql<ChangeFacts | null>`${catalogChanges.before}`,
			after: sql<ChangeFacts | null>`${catalogChanges.after}`,
			detectedAt: catalogChanges.detectedAt,
			// People leave; what they decided stays.
			decidedBy: sql<string | null>`coalesce(${users.email}, ${catalogChanges.decidedBy})`,
			decidedAt: catalogChanges.decidedAt,
			syncId: catalogChanges.syncId,
		})
		.from(catalogChanges)
		.innerJoin(llmModels, eq(llmModels.id, catalogChanges.modelId))
		.leftJoin(users, eq(users.id, catalogChanges.decidedBy))
		.where(where)
		.orderBy(desc(catalogChanges.id))
		.limit(input.limit)
		.offset(input.offset);
	const groups = await db
		.select({
			provider: sql<ProviderType>`${llmModels.providerType}`,
			endpoint: llmModels.endpointSlug,
			kind: catalogChanges.kind,
			state: catalogChanges.state,
			total: count(),
		})
		.from(catalogChanges)
		.innerJoin(llmModels, eq(llmModels.id, catalogChanges.modelId))
		.where(where)
		.groupBy(llmModels.providerType, llmModels.endpointSlug, catalogChanges.kind, catalogChanges.state)
		.orderBy(llmModels.providerType, llmModels.endpointSlug, catalogChanges.kind, catalogChanges.state);
	const [pending] = await db.select({ total: count() }).from(catalogChanges).where(eq(catalogChanges.state, "pending"));
	return {
		changes: rows.map((row) => ({ ...row, summary: describeChange(row) })),
		total: groups.reduce((sum, { total }) => sum + total, 0),
		groups,
		pendingTotal: pending?.total ?? 0,
	};
}
