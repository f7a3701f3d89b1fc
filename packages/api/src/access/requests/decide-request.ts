import { schema, type Tx } from "@llm-hub/db";
import { eq } from "drizzle-orm";
import { generateIdFromEntropySize } from "lucia";
import { recordAudit } from "../../audit/record.ts";
import type { UserContext } from "../../context.ts";
import { ConflictError, InvalidInputError, NotFoundError } from "../../errors.ts";
import { compileGlob } from "../glob.ts";
import { showRequest } from "./ask-for-access.ts";
import type { DeclineRequestInput, GrantRequestInput, RequestOutput } from "./schema.ts";

const { accessGrants, accessRequests } = schema;

/**
 * Grants a request for some days. The grant opens the model from the next call on and ends by itself.
 * @throws NotFoundError; ConflictError when it was decided already; InvalidInputError when the pattern misses the model
 */
export async function grantRequest(ctx: UserContext, input: GrantRequestInput): Promise<RequestOutput> {
	const { requestId, days, maxRequests, answer = null } = input;
	await ctx.db.transaction(async (tx) => {
		const { userId, modelId, reason } = await holdPending(tx, requestId);
		const modelPattern = input.modelPattern ?? modelId;
		if (!compileGlob(modelPattern)(modelId)) {
			throw new InvalidInputError("modelPattern", `${modelPattern} does not match ${modelId}, which was asked for.`);
		}
		const grantId = generateIdFromEntropySize(10);
		const expiresAt = new Date(Date.now() + days * 86_400_000);
		const grant = { id: grantId, userId, modelPattern, maxRequests, reason, expiresAt };
		await tx.insert(accessGrants).values({ ...grant, grantedBy: ctx.actor.userId });
		await decide(tx, ctx, requestId, { state: "granted", answer, grantId });
		const target = { type: "access_request", id: requestId, name: modelId };
		const after = { userId, modelPattern, maxRequests, expiresAt, answer };
		await recordAudit(tx, ctx, { action: "access.requests.grant", target, after });
	});
	return showRequest(ctx, requestId);
}

/** @throws NotFoundError; ConflictError when it was decided already */
export async function declineRequest(ctx: UserContext, input: DeclineRequestInput): Promise<RequestOutput> {
	const { requestId, answer = null } = input;
	await ctx.db.transaction(async (tx) => {
		const { userId, modelId } = await holdPending(tx, requestId);
		await decide(tx, ctx, requestId, { state: "declined", answer });
		const target = { type: "access_request", id: requestId, name: modelId };
		await recordAudit(tx, ctx, { action: "access.requests.decline", target, after: { userId, answer } });
	});
	return showRequest(ctx, requestId);
}

async function holdPending(tx: Tx, requestId: string) {
	const { state, userId, modelId, reason } = accessRequests;
	const [request] = await tx
		.select({ state, userId, modelId, reason })
		.from(accessRequests)
		.where(eq(accessRequests.id, requestId))
		.for("update");
	if (!request) throw new NotFoundError("There is no such request.");
	if (request.state !== "pending") throw new ConflictError(`This request was ${request.state} already.`);
	return request;
}

const decide = (
	tx: Tx,
	{ actor }: UserContext,
	requestId: string,
	decision: { state: "granted" | "declined"; answer: string | null; grantId?: string },
) =>
	tx
		.update(accessRequests)
		.set({ ...decision, decidedBy: actor.userId, decidedAt: new Date() })
		.where(eq(accessRequests.id, requestId));
