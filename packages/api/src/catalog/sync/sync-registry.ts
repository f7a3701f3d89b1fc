import type { Db } from "@llm-hub/db";
import type { Logger } from "pino";
import type { LiveSync } from "./live-sync.ts";
import { beat } from "./sync-rows.ts";

/** How often a sync shows that its process lives, and looks whether it shall stop. */
const beatMs = 2_000;

/** The sync that this process carries out, if any. It depends on no request: whoever started it may leave. */
export interface SyncRegistry {
	/** Carries out a sync whose rows are committed. */
	start(live: LiveSync, work: () => Promise<void>): void;
	get(syncId: string): LiveSync | undefined;
	/** True from the moment of `close()`: no sync may begin any more. */
	readonly isClosed: boolean;
	/** Cancels what is under way and waits until its rows say so. */
	close(): Promise<void>;
}

export function createSyncRegistry({ db, log }: { db: Db; log: Logger }): SyncRegistry {
	const live = new Map<string, LiveSync>();
	const ends = new Map<string, Promise<void>>();
	let isClosed = false;

	const carryOut = async (sync: LiveSync, work: () => Promise<void>) => {
		let beating: Promise<void> | null = null;
		const timer = setInterval(() => {
			beating ??= beat(db, sync.syncId)
				.then((shallStop) => {
					if (shallStop) sync.cancel();
				})
				.catch((error) => log.error({ err: error, syncId: sync.syncId }, "sync heartbeat failed"))
				.finally(() => {
					beating = null;
				});
		}, beatMs).unref();
		try {
			await work();
		} catch (error) {
			log.error({ err: error, syncId: sync.syncId }, "catalog sync failed");
		} finally {
			clearInterval(timer);
			await beating;
			live.delete(sync.syncId);
			ends.delete(sync.syncId);
			sync.isOver = true;
			sync.ring();
		}
	};

	return {
		start: (sync, work) => {
			live.set(sync.syncId, sync);
			ends.set(sync.syncId, carryOut(sync, work));
			if (isClosed) sync.cancel();
		},
		get: (syncId) => live.get(syncId),
		get isClosed() {
			return isClosed;
		},
		close: async () => {
			isClosed = true;
			for (const sync of live.values()) sync.cancel();
			await Promise.all(ends.values());
		},
	};
}
