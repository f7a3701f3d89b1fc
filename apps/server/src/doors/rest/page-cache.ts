import { type Context, createCaller, judgeModels } from "@llm-hub/api";
import type { ModelOutput } from "@llm-hub/api/schemas";
import { type CatalogQuery, toModel, toUsability } from "./catalog-shapes.ts";

type Judged = readonly ModelOutput["usability"][];

/** A page as everybody may see it. */
interface Page {
	models: ModelOutput[];
	total: number;
	/** Each model's JSON without its last brace. */
	open: string[];
	body: Buffer;
	/** The page as it was for callers who were told the same of each model; the last one asked for comes first. */
	judged: JudgedBody[];
}

interface JudgedBody {
	/** What was told of each model; callers of one tier are told it by the same array. */
	judged: Judged;
	/** What each model's JSON ends with. */
	ends: string[];
	body: Buffer;
}

/** Pages of up to a thousand models: a few hundred of them are tens of megabytes. */
const mostPages = 256;
/** Callers of one tier are told the same; those of a few tiers are kept side by side. */
const mostJudged = 4;

/** As bytes: a page that is kept is encoded once, not once a caller. */
const toBody = (open: readonly string[], endOf: (index: number) => string): Buffer =>
	Buffer.from(`[${open.map((json, index) => json + endOf(index)).join(",")}]`);

function toPage({ models, total }: { models: ModelOutput[]; total: number }): Page {
	const open = models.map((model) => JSON.stringify(toModel({ ...model, usability: null })).slice(0, -1));
	return { models, total, open, body: toBody(open, () => "}"), judged: [] };
}

/**
 * Pages of the catalog as JSON. What everybody may see is kept for as long as the catalog stays what it is; what the
 * caller may use of it is decided anew each time, and put into bytes only where it has changed.
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
			.then(toPage);
		mine.set(question, page);
		page.catch(() => mine.delete(question));
		return page;
	}

	return {
		/** The answer to `query`; `question` is the same query as it was written. */
		get: async (context: Context, question: string, query: CatalogQuery): Promise<{ body: Buffer; total: number }> => {
			if (query.usable !== undefined) {
				const { models, total } = await createCaller(context).catalog.list(query);
				return { body: Buffer.from(JSON.stringify(models.map(toModel))), total };
			}
			const page = await publicPage(context, question, query);
			if (context.actor === null) return page;
			return { body: judgedBody(page, await judgeModels(context)(page.models)), total: page.total };
		},
	};
}

/** The page with what its caller is told of each model. */
function judgedBody(page: Page, judged: Judged): Buffer {
	const found = page.judged.find((one) => one.judged === judged) ?? writeJudged(page, judged);
	page.judged = [found, ...page.judged.filter((one) => one !== found)].slice(0, mostJudged);
	return found.body;
}

function writeJudged(page: Page, judged: Judged): JudgedBody {
	const written = new Map<ModelOutput["usability"], string>();
	const ends = judged.map((usability) => {
		const end = written.get(usability) ?? endOf(usability);
		written.set(usability, end);
		return end;
	});
	const same = page.judged.find((one) => one.ends.every((end, index) => end === ends[index]));
	return same ?? { judged, ends, body: toBody(page.open, (index) => ends[index] ?? "}") };
}

const endOf = (usability: ModelOutput["usability"]): string =>
	usability === null ? "}" : `,${JSON.stringify(toUsability(usability)).slice(1)}`;
