import { schema } from "@llm-hub/db";
import { and, asc, eq, isNull, or } from "drizzle-orm";
import type { Caller, Context } from "../../context.ts";
import { storableText } from "../storable.ts";
import { builtInTemplates } from "./built-in.ts";
import type { Check } from "./check-schema.ts";
import type { Template } from "./schema.ts";

const { labTemplates, users } = schema;

/** The built-in templates; for whoever is signed in also their own and those that others share, by name. */
export async function listTemplates({ db, actor }: Context): Promise<Template[]> {
	if (!actor || actor.kind === "system") return [...builtInTemplates];
	const rows = await db
		.select({ template: labTemplates, author: users.name })
		.from(labTemplates)
		.innerJoin(users, eq(users.id, labTemplates.userId))
		.where(isSeenBy(actor))
		.orderBy(asc(labTemplates.name), asc(labTemplates.id));
	return [...builtInTemplates, ...rows.map(({ template, author }) => templateOf(template, author, actor.userId))];
}

export function templateOf(row: typeof labTemplates.$inferSelect, author: string, userId: string): Template {
	const { id, name, category, description, prompt, system, suggestedModels, isShared } = row;
	return {
		id,
		name,
		category,
		description,
		prompt,
		system,
		turns: row.turns as Template["turns"],
		parameters: row.parameters as Template["parameters"],
		suggestedModels,
		expectedAnswer: null,
		checks: row.checks as Check[],
		author,
		isOwn: row.userId === userId,
		isShared,
	};
}

/**
 * The checks that an answer to a template's prompt shall pass, as they are now; none for a template that the caller
 * does not see.
 */
export async function checksOf(ctx: Context, templateId: string | undefined): Promise<Check[]> {
	if (templateId === undefined) return [];
	const known = builtInTemplates.find(({ id }) => id === templateId);
	if (known) return known.checks;
	const { db, actor } = ctx;
	if (!actor || actor.kind === "system") return [];
	const [row] = await db
		.select({ checks: labTemplates.checks })
		.from(labTemplates)
		.where(and(eq(labTemplates.id, storableText(templateId)), isSeenBy(actor)));
	return (row?.checks ?? []) as Check[];
}

/** What is not deleted, and the caller's own or shared. */
const isSeenBy = ({ userId }: Caller) =>
	and(isNull(labTemplates.deletedAt), or(eq(labTemplates.userId, userId), eq(labTemplates.isShared, true)));
