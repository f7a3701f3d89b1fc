import { schema } from "@llm-hub/db";
import type { Failure } from "@llm-hub/providers";
import { and, eq } from "drizzle-orm";
import type { Payer } from "../keys/resolve-target.ts";
import type { Deps } from "../keys/saved-keys.ts";
import { noteAnswer, noteRefusal } from "../keys/set-aside.ts";

const { llmUsageLogs, runKeyFailures } = schema;

/** The keys that may pay for a run, and who hears what came of each. Nothing here throws. */
export interface RunRoute {
	payers: readonly [Payer, ...Payer[]];
	/** The key's call failed. */
	failed(payer: Payer, failure: Failure): Promise<void>;
	/** The call broke by an error of our own: its cause is for the log. */
	broke(error: unknown): void;
	/** The key's call was answered. */
	answered(payer: Payer): Promise<void>;
	/**
	 * Writes into the run's row that another key pays, and what the one before failed with. False when that cannot be
	 * kept: then the other key must not be called.
	 */
	moveTo(payer: Payer, left?: { payer: Payer; failure: Failure }): Promise<boolean>;
}

export function createRunRoute(deps: Deps, runId: string, payers: RunRoute["payers"]): RunRoute {
	const { log } = deps.services;
	const quietly = (work: Promise<unknown>, what: string) =>
		work.then(
			() => true,
			(err: unknown) => {
				log.error({ err, runId }, what);
				return false;
			},
		);
	return {
		payers,
		failed: async (payer, failure) => {
			const key = savedKeyOf(payer);
			if (key) await quietly(noteRefusal(deps, key, failure, runId), "a refused key could not be set aside");
		},
		broke: (err) => log.error({ err, runId }, "a run's call broke on our side"),
		answered: async (payer) => {
			const key = payer.isSetAside ? savedKeyOf(payer) : null;
			if (key) await quietly(noteAnswer(deps, key, runId), "a good key could not be taken back");
		},
		moveTo: ({ providerId, keyVersion, keyLabel, keySource }, left) => {
			const moved = deps.db.transaction(async (tx) => {
				const row = and(eq(llmUsageLogs.id, runId), eq(llmUsageLogs.state, "started"));
				await tx.update(llmUsageLogs).set({ providerId, keyVersion, keyLabel, keySource }).where(row);
				if (!left) return;
				const { providerId: failed, keyVersion: version } = left.payer;
				const { reason } = left.failure;
				await tx.insert(runKeyFailures).values({ runId, providerId: failed, keyVersion: version, reason });
				log.info({ runId, providerId, keyVersion, reason }, "run went on with another key");
			});
			return quietly(moved, "a run could not be moved to another key");
		},
	};
}

const savedKeyOf = ({ providerId, keyVersion }: Payer) =>
	providerId === null || keyVersion === null ? null : { providerId, keyVersion };
