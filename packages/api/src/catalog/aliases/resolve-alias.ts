import { schema } from "@llm-hub/db";
import { inArray } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { NotFoundError } from "../../errors.ts";

const { modelAliases } = schema;

const prefix = "alias/";

/**
 * The model's id that a call means: `alias/fast` and `fast` are what the alias names now, and every id is itself.
 * @throws NotFoundError for an alias that does not exist
 */
export async function resolveAlias(ctx: Pick<Context, "db">, modelId: string): Promise<string> {
	const [id] = await resolveAliases(ctx, [modelId]);
	if (id) return id;
	throw new NotFoundError(
		`There is neither a model nor an alias ${aliasOf(modelId)}. A model's id is <provider>/<model>.`,
		{ modelId },
	);
}

/** The same of several, in their order; null is neither a model's id nor an alias. */
export async function resolveAliases(
	{ db }: Pick<Context, "db">,
	asked: readonly string[],
): Promise<(string | null)[]> {
	const names = asked.flatMap((id) => aliasOf(id) ?? []);
	// Ids hold a slash and aliases none, so an ordinary call asks nothing.
	if (names.length === 0) return [...asked];
	const { name, modelId } = modelAliases;
	const rows = await db.select({ name, modelId }).from(modelAliases).where(inArray(name, names));
	const byName = new Map(rows.map((row) => [row.name, row.modelId]));
	return asked.map((id) => {
		const alias = aliasOf(id);
		return alias === null ? id : (byName.get(alias) ?? null);
	});
}

function aliasOf(asked: string): string | null {
	const isMarked = asked.startsWith(prefix);
	if (asked.includes("/") && !isMarked) return null;
	return (isMarked ? asked.slice(prefix.length) : asked).toLowerCase();
}
