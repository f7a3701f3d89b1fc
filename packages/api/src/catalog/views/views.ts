import { randomUUID } from "node:crypto";
import { schema } from "@llm-hub/db";
import { and, asc, count, eq } from "drizzle-orm";
import type { UserContext } from "../../context.ts";
import { ConflictError, NotFoundError } from "../../errors.ts";
import type { RenameViewInput, SaveViewInput, ViewOutput } from "./schema.ts";

const { catalogViews } = schema;

const columns = { id: catalogViews.id, name: catalogViews.name, query: catalogViews.query };
const mostViews = 100;

const ofUser = ({ actor }: UserContext) => eq(catalogViews.userId, actor.userId);

/** The caller's own views of the catalog, by name. */
export async function listViews(ctx: UserContext): Promise<{ views: ViewOutput[] }> {
	return { views: await ctx.db.select(columns).from(catalogViews).where(ofUser(ctx)).orderBy(asc(catalogViews.name)) };
}

/** @throws ConflictError for a name that one of the caller's views has, or above 100 views */
export async function saveView(ctx: UserContext, { name, query }: SaveViewInput): Promise<ViewOutput> {
	const [kept] = await ctx.db.select({ total: count() }).from(catalogViews).where(ofUser(ctx));
	if ((kept?.total ?? 0) >= mostViews) throw new ConflictError("You have 100 views. Delete one first.");
	const [view] = await ctx.db
		.insert(catalogViews)
		.values({ id: randomUUID(), userId: ctx.actor.userId, name, query })
		.onConflictDoNothing()
		.returning(columns);
	if (!view) throw sameName(name);
	return view;
}

/** @throws NotFoundError for another's view; ConflictError as `saveView` */
export async function renameView(ctx: UserContext, { id, name }: RenameViewInput): Promise<ViewOutput> {
	const [taken] = await ctx.db
		.select({ id: catalogViews.id })
		.from(catalogViews)
		.where(and(ofUser(ctx), eq(catalogViews.name, name)));
	if (taken && taken.id !== id) throw sameName(name);
	const [view] = await ctx.db
		.update(catalogViews)
		.set({ name })
		.where(and(ofUser(ctx), eq(catalogViews.id, id)))
		.returning(columns);
	if (!view) throw noSuchView();
	return view;
}

/** @throws NotFoundError for another's view */
export async function deleteView(ctx: UserContext, id: string): Promise<{ deleted: true }> {
	const [gone] = await ctx.db
		.delete(catalogViews)
		.where(and(ofUser(ctx), eq(catalogViews.id, id)))
		.returning({ id: catalogViews.id });
	if (!gone) throw noSuchView();
	return { deleted: true };
}

const noSuchView = () => new NotFoundError("You have no such view.");
const sameName = (name: string) => new ConflictError(`You have a view called ${name} already. Choose another name.`);
