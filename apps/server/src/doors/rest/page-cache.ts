import { type Context, createCaller, judgeModels } from "@llm-hub/api";
import type { ModelOutput } from "@llm-hub/api/schemas";
import { type CatalogQuery, toModel } from "./catalog-shapes.ts";

/** A listing with the answer's JSON. */
interface Page {
	models: ModelOutput[];
	total: number;
	body: Buffer;
}

/** Pages of up to a thousand models: a few hundred of them are tens of megabytes. */
const mostPages = 256;

/** As bytes: a page that is kept is encoded once, not once a caller. */
const toBody = (models: ModelOutput[]): Buffer => Buffer.from(JSON.stringify(models.map(toModel)));

/**
 * Pages of the catalog as JSON. What everybody may see is kept for as long as the catalog stays what it is; what the
 * caller may use of it is asked anew each time.
 */
export function createPageCache() {
	let fingerprint = "";
	let pages = new Map<string, Promise<Page>>();

	async function publicPage(context: Context, question: string, query: CatalogQuery): Promise<Page> {
		const current = await context.services.catalogFreshness.fingerprint();
		if (current !== fingerprint || pages.size >= mostPages) {
			fingerprint = current;
			pages = new Map();
		}
		const kept = pages.get(question);
		if (kept) return kept;
		const mine = pages;
		const page = createCaller({ ...context, actor: null })
			.catalog.list(query)
			.then((listing) => ({ ...listing, body: toBody(listing.models) }));
		mine.set(question, page);
		page.catch(() => mine.delete(question));
		return page;
	}

	return {
		/** The answer to `query`; `question` is the same query as it was written. */
		get: async (context: Context, question: string, query: CatalogQuery): Promise<{ body: Buffer; total: number }> => {
			if (query.usable !== undefined) {
				const { models, total } = await createCaller(context).catalog.list(query);
				return { body: toBody(models), total };
			}
			const page = await publicPage(context, question, query);
			if (context.actor === null) return page;
			const judge = await judgeModels(context);
			const judged = await judge(page.models);
			const models = page.models.map((model, index) => ({ ...model, usability: judged[index] ?? null }));
			return { body: toBody(models), total: page.total };
		},
	};
}
