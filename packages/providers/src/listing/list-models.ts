import { addressAdvice } from "../address-advice.ts";
import { send as defaultSend, type SendOptions, type Upstream } from "../http.ts";
import { badResponse } from "../http-failure.ts";
import type { CallOptions, Failure, ListPage, Target } from "../types.ts";
import type { ProviderType } from "../vocabulary.ts";
import { anthropicListing } from "./anthropic.ts";
import { cohereListing } from "./cohere.ts";
import { getJson } from "./get-json.ts";
import { googleListing } from "./google.ts";
import type { Listing } from "./listing.ts";
import { mistralListing } from "./mistral.ts";
import { openaiListing } from "./openai.ts";
import { openrouterListing } from "./openrouter.ts";
import { togetherListing } from "./together.ts";

export const listings: Readonly<Record<ProviderType, Listing>> = {
	openrouter: openrouterListing,
	openai: openaiListing,
	anthropic: anthropicListing,
	google: googleListing,
	cohere: cohereListing,
	groq: openaiListing,
	together: togetherListing,
	mistral: mistralListing,
	custom: openaiListing,
};

/** More pages than any provider has: a list that goes on longer is broken. */
const mostPages = 200;

/** A list or a key probe is small and quick; a page may take a minute in all. */
export const listingTimes = (options: CallOptions): SendOptions => ({
	headersTimeoutMs: 20_000,
	idleTimeoutMs: 20_000,
	totalTimeoutMs: 60_000,
	...options,
});

/** The target that lists: the same host with the same key, at the version that has the list. */
export const listingTarget = (target: Target): Target => {
	const { baseUrl } = listings[target.provider];
	return baseUrl ? { ...target, baseUrl: baseUrl(target.baseUrl) } : target;
};

export async function* listPages(
	send: Upstream["send"],
	target: Target,
	options: CallOptions,
): AsyncGenerator<ListPage | { failed: Failure }> {
	const listing = listings[target.provider];
	const from = listingTarget(target);
	const asOf = new Date().toISOString().slice(0, 10);
	const seenIds = new Set<string>();
	const seenCursors = new Set<string>();
	let cursor: string | null = null;
	for (let page = 1; ; page++) {
		const answer = await getJson(send, from, listing.path(cursor), listingTimes(options));
		if (!answer.ok) return yield { failed: answer.failure };
		const parsed = listing.parse(answer.body, asOf);
		if (!parsed) {
			const message = "The host answered with JSON that is not a model list.";
			return yield { failed: badResponse(`${message} ${addressAdvice(target, ", with its version")}`) };
		}
		const models = parsed.models.filter(({ id }) => !seenIds.has(id) && seenIds.add(id));
		yield { page, models };
		cursor = parsed.next;
		if (cursor === null) return;
		if (seenCursors.has(cursor) || page === mostPages) {
			return yield { failed: badResponse("The model list does not end: its pages repeat or are too many.") };
		}
		seenCursors.add(cursor);
	}
}

/**
 * The models of a provider as its own list tells them, page by page; a model that is listed twice comes once. Ends with
 * the last page or with one `failed`; never throws. Capabilities are what the list states, which is all of them for
 * OpenRouter, Anthropic and Cohere and a lower bound elsewhere; prices are dated today.
 */
export const listModels = (target: Target, options: CallOptions = {}): AsyncGenerator<ListPage | { failed: Failure }> =>
	listPages(defaultSend, target, options);
