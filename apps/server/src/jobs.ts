import {
	carryOnSuites,
	closeOrphans,
	expireHolds,
	indexWords,
	proveAuditWhenDue,
	pruneAuth,
	pruneKeyTests,
	retireKeysWhenDue,
	syncCatalogWhenDue,
	testDueKeys,
} from "@llm-hub/api";
import { Cron } from "croner";
import type { DoorOptions } from "./context.ts";

interface Job {
	name: string;
	/** Cron with seconds. */
	at: string;
	work(door: DoorOptions): Promise<unknown>;
}

const jobs: Job[] = [
	{
		name: "close orphaned runs",
		at: "*/30 * * * * *",
		work: ({ opened, services }) => closeOrphans(opened.db, services),
	},
	{
		name: "carry suites on",
		at: "*/5 * * * * *",
		work: ({ opened, services }) => carryOnSuites({ db: opened.db, services }),
	},
	{ name: "expire holds", at: "15 * * * * *", work: ({ opened }) => expireHolds(opened.db) },
	{
		name: "sync the catalog",
		at: "45 * * * * *",
		work: ({ opened, services }) => syncCatalogWhenDue({ db: opened.db, services }),
	},
	{
		name: "retire former keys",
		at: "5 * * * * *",
		work: ({ opened, services }) => retireKeysWhenDue({ db: opened.db, services }),
	},
	{
		name: "test keys",
		at: "25 * * * * *",
		work: ({ opened, services }) => testDueKeys({ db: opened.db, services }),
	},
	{ name: "index the words of runs", at: "55 * * * * *", work: ({ opened }) => indexWords(opened.db) },
	{ name: "prune key tests", at: "35 7 * * * *", work: ({ opened }) => pruneKeyTests(opened.db) },
	{
		name: "prove the audit",
		at: "50 */5 * * * *",
		work: ({ opened, services }) => proveAuditWhenDue({ db: opened.db, services }),
	},
	{ name: "prune sign-ins", at: "0 */10 * * * *", work: ({ opened }) => pruneAuth(opened.db) },
];

/** Starts what runs on a clock. A job never overlaps itself, and its failure is a line in the log. */
export function startJobs(door: DoorOptions): { stop(): void } {
	const { log } = door.services;
	const clocks = jobs.map(({ name, at, work }) => {
		const options = {
			protect: true,
			unref: true,
			catch: (error: unknown) => log.error({ err: error, job: name }, "job failed"),
		};
		return new Cron(at, options, async () => {
			await work(door);
		});
	});
	return {
		stop: () => {
			for (const clock of clocks) clock.stop();
		},
	};
}
