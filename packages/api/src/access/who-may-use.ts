import { schema } from "@llm-hub/db";
import { and, asc, count, eq, isNull } from "drizzle-orm";
import { findModel } from "../catalog/find-model.ts";
import type { UserContext } from "../context.ts";
import { NotFoundError } from "../errors.ts";
import { compileGlob } from "./glob.ts";
import { loadPolicy } from "./policy.ts";
import { listGrants } from "./requests/grants.ts";
import { resolveAccess } from "./resolver.ts";
import { listTiers } from "./rules/save-policy.ts";
import type { WhoMayUseInput, WhoMayUseOutput } from "./schema.ts";

const { accessRequests, users } = schema;

/**
 * Which tiers may use a model and by which rule, which grants open it to whom, and who waits for an answer.
 * @throws NotFoundError
 */
export async function whoMayUse(ctx: UserContext, { modelId }: WhoMayUseInput): Promise<WhoMayUseOutput> {
	const model = await findModel(ctx, modelId);
	if (!model) throw new NotFoundError("The catalog has no such model.");
	const [{ rules }, { tiers }, grants, viewers, requests] = await Promise.all([
		loadPolicy(ctx.db),
		listTiers(ctx),
		listGrants(ctx, { open: true }),
		viewersByTier(ctx),
		pendingRequests(ctx, modelId),
	]);
	return {
		modelId,
		isEnabled: model.enabled && model.retiredAt === null,
		tiers: tiers.map(({ code, name, users: people, testsPerMonth }) => {
			const { allowed, rule, maxRequestsPerDay, maxContextLength } = resolveAccess(rules, [], {
				tierCode: code,
				modelId,
			});
			const limits = { maxRequestsPerDay, maxContextLength, testsPerMonth };
			const spenders = people - (viewers.get(code) ?? 0);
			return { tierCode: code, name, allowed, rule: rule?.modelPattern ?? null, people: spenders, ...limits };
		}),
		grants: grants
			.filter(({ state, modelPattern }) => state === "open" && compileGlob(modelPattern)(modelId))
			.map(({ id, userId, userEmail, modelPattern, maxRequests, usedRequests, expiresAt }) => ({
				id,
				userId,
				userEmail,
				modelPattern,
				maxRequests,
				usedRequests,
				expiresAt,
			})),
		requests,
	};
}

/** They read and never spend. */
async function viewersByTier({ db }: UserContext): Promise<Map<string, number>> {
	const rows = await db
		.select({ tierCode: users.tierCode, n: count() })
		.from(users)
		.where(and(eq(users.role, "viewer"), isNull(users.disabledAt)))
		.groupBy(users.tierCode);
	return new Map(rows.map(({ tierCode, n }) => [tierCode, n]));
}

const pendingRequests = ({ db }: UserContext, modelId: string) =>
	db
		.select({ id: accessRequests.id, userEmail: users.email, createdAt: accessRequests.createdAt })
		.from(accessRequests)
		.innerJoin(users, eq(users.id, accessRequests.userId))
		.where(and(eq(accessRequests.modelId, modelId), eq(accessRequests.state, "pending")))
		.orderBy(asc(accessRequests.createdAt));
