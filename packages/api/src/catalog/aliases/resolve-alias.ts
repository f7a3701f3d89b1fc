import { schema } from "@llm-hub/db";
import { eq } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { NotFoundError } from "../../errors.ts";

const { modelAliases } = schema;

const prefix = "alias/";

/**
 * The model's id that a call means: `alias/fast` and `fast` are what the alias names now, and every id is itself.
 * @throws NotFoundError for an alias that does not exist
 */
export async function resolveAlias({ db }: Pick<Context, "db">, modelId: string): Promise<string> {
	const isMarked = modelId.startsWith(prefix);
	// Ids hold a slash and aliases none, so an ordinary call asks nothing.
	if (modelId.includes("/") && !isMarked) return modelId;
	const name = (isMarked ? modelId.slice(prefix.length) : modelId).toLowerCase();
	const [alias] = await db
		.select({ modelId: modelAliases.modelId })
		.from(modelAliases)
		.where(eq(modelAliases.name, name));
	if (alias) return alias.modelId;
	throw new NotFoundError(`There is neither a model nor an alias ${name}. A model's id is <provider>/<model>.`, {
		modelId,
	});
}
