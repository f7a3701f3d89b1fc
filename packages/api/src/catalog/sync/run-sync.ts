import { type Failure, type ListedModel, type ListPage, listModels } from "@llm-hub/providers";
import pLimit from "p-limit";
import type { Deps } from "../../keys/saved-keys.ts";
import { applyListing } from "./apply-listing.ts";
import type { LiveSync, SyncItem } from "./live-sync.ts";
import type { SyncFailure } from "./schema.ts";
import { keepItem } from "./sync-rows.ts";
import type { SyncTarget } from "./sync-targets.ts";

/** Providers that are listed at once: a slow one must not hold up the others. */
const atOnce = 4;
/** More than any provider has; a list that goes on is broken. */
const mostModels = 20_000;
/** With its provider and endpoint before it an id stays within what every door takes. */
const longestId = 200;

const cancelled: SyncFailure = { reason: "cancelled", message: "The sync was cancelled. Nothing of it was applied." };

/** Carries out a sync: each endpoint for itself, so that one failure leaves the others fresh. Never throws. */
export async function runSync(deps: Deps, live: LiveSync, targets: readonly SyncTarget[]): Promise<void> {
	const limit = pLimit(atOnce);
	await Promise.all(targets.map((target, index) => limit(() => syncEndpoint(deps, live, index, target))));
}

async function syncEndpoint(deps: Deps, live: LiveSync, index: number, target: SyncTarget): Promise<void> {
	const { log } = deps.services;
	const update = async (changes: Partial<SyncItem>, isKept = false) => {
		const item = live.items[index];
		if (!item) return;
		const next = { ...item, ...changes };
		// In the database first: whoever hears of an end may look it up there.
		if (!isKept) await keepItem(deps.db, next).catch((error) => log.error({ err: error }, "sync progress not kept"));
		live.items[index] = next;
		live.ring();
	};
	const fail = (failure: SyncFailure) =>
		update({ state: failure.reason === "cancelled" ? "cancelled" : "failed", failure, endedAt: new Date() });

	if (live.signal.aborted) return fail(cancelled);
	await update({ startedAt: new Date() });
	try {
		const listed: ListedModel[] = [];
		for await (const page of pagesOf(target, live.signal)) {
			if ("failed" in page) return fail(live.signal.aborted ? cancelled : page.failed);
			listed.push(...page.models.filter(({ id }) => id.length <= longestId && /^\P{Cc}+$/u.test(id)));
			await update({ pages: page.page, modelsFound: listed.length });
			if (listed.length > mostModels) return fail(tooMany);
		}
		const item = live.items[index];
		if (!item || live.signal.aborted) return fail(cancelled);
		const { syncId } = live;
		const applied = await applyListing(deps, { syncId, item, isSandbox: target.isSandbox, listed });
		// Whoever hears of it sees it in the next list.
		deps.services.catalogFreshness.forget();
		await update(applied, true);
	} catch (error) {
		log.error({ err: error, syncId: live.syncId, provider: target.provider }, "a listing could not be applied");
		await fail({ reason: "unknown", message: "The list was read but could not be applied. The log says why." });
	}
}

const tooMany: SyncFailure = {
	reason: "bad_response",
	message: `The model list does not end: it has more than ${mostModels.toLocaleString("en-US")} models.`,
};

async function* pagesOf({ call }: SyncTarget, signal: AbortSignal): AsyncGenerator<ListPage | { failed: Failure }> {
	if ("failure" in call) yield { failed: call.failure };
	else yield* listModels(call.target, { signal });
}
