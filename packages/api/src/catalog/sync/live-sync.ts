import { EventEmitter, once } from "node:events";
import type { ProviderType } from "@llm-hub/providers";
import type { SyncCounts, SyncFailure } from "./schema.ts";

/** How far a sync is at one provider or custom endpoint: its row in `catalog_syncs`. */
export interface SyncItem {
	rowId: number;
	provider: ProviderType;
	endpoint: string | null;
	name: string;
	state: "running" | "success" | "failed" | "cancelled";
	pages: number;
	modelsFound: number;
	counts: SyncCounts;
	failure: SyncFailure | null;
	/** Null while it waits for its turn. */
	startedAt: Date | null;
	endedAt: Date | null;
}

export const noCounts: SyncCounts = { new: 0, changed: 0, gone: 0, pending: 0 };

/** A sync that this process carries out, and a bell for those who follow it. */
export class LiveSync {
	/** Set once: every item has ended, in the database too. */
	isOver = false;
	readonly #controller = new AbortController();
	readonly #bell = new EventEmitter().setMaxListeners(0);

	constructor(
		readonly syncId: string,
		readonly startedAt: Date,
		readonly items: SyncItem[],
	) {}

	get signal(): AbortSignal {
		return this.#controller.signal;
	}

	/** Stops at the next page. What is listed to the end by then stays; of the rest nothing is changed. */
	cancel(): void {
		this.#controller.abort();
	}

	/** Tells every follower that something changed. */
	ring(): void {
		this.#bell.emit("change");
	}

	/** Resolves at the next change, or when `signal` aborts. */
	async changed(signal?: AbortSignal): Promise<void> {
		await once(this.#bell, "change", { signal }).catch(() => {});
	}
}
