import type { Context } from "../../context.ts";
import type { PreviewBulkInput, PreviewBulkOutput } from "./schema.ts";

/** What an action would do to these models, from the catalog as it is now. */
export async function previewBulk(
	{ services }: Pick<Context, "services">,
	{ ids, action }: PreviewBulkInput,
): Promise<PreviewBulkOutput> {
	const { entries } = await services.catalog.current();
	const wanted = [...new Set(ids)];
	const models = wanted.flatMap((id) => entries.get(id)?.model ?? []);
	const isChanged = ({ enabled }: { enabled: boolean }) => action === "price" || enabled !== (action === "enable");
	return {
		total: wanted.length,
		changes: models.filter(isChanged).length,
		retired: models.filter(({ retiredAt }) => retiredAt !== null).length,
		overridden: models.filter(({ priceSource }) => priceSource === "override").length,
		unknownIds: wanted.filter((id) => !entries.has(id)).slice(0, 5),
	};
}
