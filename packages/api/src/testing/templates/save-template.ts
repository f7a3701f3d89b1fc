import { randomUUID } from "node:crypto";
import { schema } from "@llm-hub/db";
import { and, count, eq, isNotNull, isNull } from "drizzle-orm";
import { recordAudit } from "../../audit/record.ts";
import type { UserContext } from "../../context.ts";
import { ConflictError, ForbiddenError, NotFoundError } from "../../errors.ts";
import { storableJson } from "../storable.ts";
import { templateOf } from "./list-templates.ts";
import { refuseUnusable } from "./run-checks.ts";
import type { CreateTemplateInput, Template, UpdateTemplateInput } from "./schema.ts";

const { labTemplates, users } = schema;

/** A list that a person can still look through. */
const mostTemplates = 500;

/** @throws InvalidInputError for a check that cannot be used; ConflictError for one template too many */
export async function createTemplate(ctx: UserContext, input: CreateTemplateInput): Promise<Template> {
	refuseUnusable(input.checks);
	const { userId, name } = ctx.actor;
	const own = and(eq(labTemplates.userId, userId), isNull(labTemplates.deletedAt));
	const [kept] = await ctx.db.select({ number: count() }).from(labTemplates).where(own);
	if (kept && kept.number >= mostTemplates) {
		throw new ConflictError(`You have ${mostTemplates} templates. Delete one that you no longer need.`);
	}
	const [row] = await ctx.db
		.insert(labTemplates)
		.values({ id: randomUUID(), userId, ...storableJson(input) })
		.returning();
	if (!row) throw new Error("The template was not kept.");
	return templateOf(row, name, userId);
}

/** @throws NotFoundError; ForbiddenError for somebody else's; InvalidInputError for a check that cannot be used */
export async function updateTemplate(ctx: UserContext, { id, ...input }: UpdateTemplateInput): Promise<Template> {
	refuseUnusable(input.checks);
	const { userId, author } = await findTemplate(ctx, id);
	if (userId !== ctx.actor.userId)
		throw new ForbiddenError(`Only ${author} can change this template. Copy it instead.`);
	const [row] = await ctx.db
		.update(labTemplates)
		.set({ ...storableJson(input), updatedAt: new Date() })
		.where(and(eq(labTemplates.id, id), isNull(labTemplates.deletedAt)))
		.returning();
	if (!row) throw new NotFoundError("This template was deleted.");
	return templateOf(row, author, ctx.actor.userId);
}

/**
 * Deletes the caller's template; an admin may delete what others share, which is audited. It can be restored.
 * @throws NotFoundError; ForbiddenError for somebody else's
 */
export async function deleteTemplate(ctx: UserContext, { id }: { id: string }): Promise<{ id: string }> {
	const { userId, name, author } = await findTemplate(ctx, id);
	const isOwn = userId === ctx.actor.userId;
	if (!isOwn && ctx.actor.role !== "admin") throw new ForbiddenError(`Only ${author} or an admin can delete this.`);
	await ctx.db.transaction(async (tx) => {
		await tx.update(labTemplates).set({ deletedAt: new Date() }).where(eq(labTemplates.id, id));
		if (!isOwn) {
			const target = { type: "template", id, name };
			await recordAudit(tx, ctx, { action: "testing.templates.delete", target, before: { author } });
		}
	});
	return { id };
}

/** Takes a deletion of the caller's back. @throws NotFoundError */
export async function restoreTemplate(ctx: UserContext, { id }: { id: string }): Promise<{ id: string }> {
	const deleted = and(
		eq(labTemplates.id, id),
		eq(labTemplates.userId, ctx.actor.userId),
		isNotNull(labTemplates.deletedAt),
	);
	const rows = await ctx.db
		.update(labTemplates)
		.set({ deletedAt: null })
		.where(deleted)
		.returning({ id: labTemplates.id });
	if (rows.length === 0) throw new NotFoundError("There is no deleted template of yours with this id.");
	return { id };
}

/** One that the caller sees. */
async function findTemplate(ctx: UserContext, id: string) {
	const [row] = await ctx.db
		.select({
			userId: labTemplates.userId,
			name: labTemplates.name,
			isShared: labTemplates.isShared,
			author: users.name,
		})
		.from(labTemplates)
		.innerJoin(users, eq(users.id, labTemplates.userId))
		.where(and(eq(labTemplates.id, id), isNull(labTemplates.deletedAt)));
	if (!row || (row.userId !== ctx.actor.userId && !row.isShared)) {
		throw new NotFoundError("There is no such template among those that can be changed.");
	}
	return row;
}
