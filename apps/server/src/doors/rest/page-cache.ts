import type { Context } from "@llm-hub/api";

interface Page {
	/** The answer's JSON. */
	body: string;
	total: number;
}

/** Pages of up to a thousand models: a few hundred of them are tens of megabytes. */
const mostPages = 256;

/** Keeps the catalog's answers for as long as the catalog stays what it is. It is public: everybody gets the same page. */
export function createPageCache() {
	let fingerprint = "";
	let pages = new Map<string, Promise<Page>>();
	return {
		/** The kept answer to `question`, or the one that `make` gives. */
		get: async ({ services }: Context, question: string, make: () => Promise<Page>): Promise<Page> => {
			const current = await services.catalogFreshness.fingerprint();
			if (current !== fingerprint || pages.size >= mostPages) {
				fingerprint = current;
				pages = new Map();
			}
			const kept = pages.get(question);
			if (kept) return kept;
			const mine = pages;
			const page = make();
			mine.set(question, page);
			page.catch(() => mine.delete(question));
			return page;
		},
	};
}
