import { schema } from "@llm-hub/db";
import { and, desc, eq } from "drizzle-orm";
import { generateIdFromEntropySize } from "lucia";
import { recordAudit } from "../../audit/record.ts";
import { resolveAlias } from "../../catalog/aliases/resolve-alias.ts";
import { findModel } from "../../catalog/find-model.ts";
import type { UserContext } from "../../context.ts";
import { ConflictError, ForbiddenError, NotFoundError } from "../../errors.ts";
import { loadCallerFacts, refusalOfPerson, verdictOn } from "../authorize-run.ts";
import { isAdmin } from "../tokens/manage-tokens.ts";
import type { CreateRequestInput, ListRequestsInput, RequestOutput } from "./schema.ts";

const { accessRequests, users } = schema;

/** Open requests a user may have at once. */
const mostPending = 20;

/**
 * Asks the admins for a model that the caller's tier denies. Of an alias it is the model that it names now.
 * @throws NotFoundError for a model or an alias nobody knows; ForbiddenError for a viewer, whom no grant helps; ConflictError when
 *   the caller may use it already, has asked already, or has too many open requests
 */
export async function createRequest(ctx: UserContext, input: CreateRequestInput): Promise<RequestOutput> {
	const { userId } = ctx.actor;
	const { reason } = input;
	const modelId = await resolveAlias(ctx, input.modelId);
	const facts = await loadCallerFacts(ctx);
	const refusal = refusalOfPerson(facts, modelId);
	if (refusal) throw new ForbiddenError(refusal.message, { rule: refusal.reason });
	if (!modelId.startsWith("custom/") && !(await findModel(ctx, modelId))) {
		throw new NotFoundError(`The catalog has no model ${modelId}.`, { modelId });
	}
	if ((await verdictOn(ctx, facts, { modelId })).allowed) throw new ConflictError(`You may use ${modelId} already.`);
	const id = generateIdFromEntropySize(10);
	await ctx.db.transaction(async (tx) => {
		// Requests of one user take turns, so that the count holds.
		await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for("update");
		const pending = and(eq(accessRequests.userId, userId), eq(accessRequests.state, "pending"));
		if ((await tx.$count(accessRequests, pending)) >= mostPending) {
			throw new ConflictError(`You have ${mostPending} open requests. Wait for an answer.`);
		}
		const asked = await tx
			.insert(accessRequests)
			.values({ id, userId, modelId, reason })
			.onConflictDoNothing()
			.returning({ id: accessRequests.id });
		if (asked.length === 0) throw new ConflictError(`You have asked for ${modelId} already.`);
		const target = { type: "access_request", id, name: modelId };
		await recordAudit(tx, ctx, { action: "access.requests.create", target, after: { modelId, reason } });
	});
	return showRequest(ctx, id);
}

/** Requests, the newest first: everybody's for an admin, else the caller's own. */
export function listRequests(ctx: UserContext, { state, own }: ListRequestsInput): Promise<RequestOutput[]> {
	const ofCaller = own || !isAdmin(ctx) ? eq(accessRequests.userId, ctx.actor.userId) : undefined;
	return select(ctx)
		.where(and(ofCaller, state && eq(accessRequests.state, state)))
		.orderBy(desc(accessRequests.createdAt), desc(accessRequests.id))
		.limit(500);
}

/** @throws NotFoundError */
export async function showRequest(ctx: Pick<UserContext, "db">, id: string): Promise<RequestOutput> {
	const [row] = await select(ctx).where(eq(accessRequests.id, id));
	if (!row) throw new NotFoundError("There is no such request.");
	return row;
}

const select = ({ db }: Pick<UserContext, "db">) =>
	db
		.select({
			id: accessRequests.id,
			userId: accessRequests.userId,
			userEmail: users.email,
			userName: users.name,
			tierCode: users.tierCode,
			modelId: accessRequests.modelId,
			reason: accessRequests.reason,
			state: accessRequests.state,
			decidedAt: accessRequests.decidedAt,
			answer: accessRequests.answer,
			grantId: accessRequests.grantId,
			createdAt: accessRequests.createdAt,
		})
		.from(accessRequests)
		.innerJoin(users, eq(users.id, accessRequests.userId));
