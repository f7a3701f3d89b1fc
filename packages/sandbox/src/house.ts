import type { CallLog } from "./calls.ts";
import type { Hold } from "./hold.ts";
import type { Replay } from "./replay.ts";
import type { SandboxModel } from "./types.ts";

/** What all calls of a sandbox share. */
export interface House {
	log: CallLog;
	models: readonly SandboxModel[];
	/** Caps the pages of lists; null leaves them to each provider's habit. */
	pageSize: number | null;
	/** Rhythm for every model; null leaves each model its own. */
	rhythm: { tokensPerSecond: number; ttftMs: number } | null;
	replay: Replay | null;
	/** Gates of calls that were held by a magic word. */
	held: Set<Hold>;
	nextAnswerId(): string;
	/** Counts calls of flaky models. */
	flakyCalls: number;
}
