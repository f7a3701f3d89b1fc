import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Another live process has this data directory open. */
export class DataDirInUseError extends Error {
	constructor(dataDir: string, pid: number) {
		super(
			`The data directory ${dataDir} is in use by process ${pid}. Stop that process, or set DATA_DIR to another directory.`,
		);
		this.name = "DataDirInUseError";
	}
}

interface Holder {
	pid: number;
	/** When the process started, in clock ticks since boot (Linux): tells a reused process id from the same process. */
	started: string | null;
}

/**
 * Takes the one lock on an embedded data directory; two processes on one PGlite directory lose data silently.
 * A lock whose process is gone (kill -9) is taken over.
 * @returns a function that releases the lock.
 * @throws DataDirInUseError when a live process holds it.
 */
export function lockDataDir(dataDir: string): () => void {
	const path = join(dataDir, "llm-hub.lock");
	const mine = JSON.stringify({ pid: process.pid, started: statOf(process.pid).started } satisfies Holder);
	for (let attempt = 0; ; attempt++) {
		try {
			writeFileSync(path, mine, { flag: "wx", mode: 0o600 });
			return () => rmSync(path, { force: true });
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== "EEXIST" || attempt === 3) throw error;
		}
		const holder = readHolder(path);
		if (holder && isAlive(holder)) throw new DataDirInUseError(dataDir, holder.pid);
		rmSync(path, { force: true });
	}
}

function readHolder(path: string): Holder | null {
	try {
		return JSON.parse(readFileSync(path, "utf8")) as Holder;
	} catch {
		return null;
	}
}

// Our own id in the file means that an earlier process had it (a container's process 1): we do not hold it yet.
function isAlive(holder: Holder): boolean {
	const { state, threads, started } = statOf(holder.pid);
	if (holder.pid === process.pid && holder.started !== started) return false;
	// A killed one whose parent has not asked how it ended: it has an id still, and with its last thread gone no file open.
	if (state === "Z" && threads <= 1) return false;
	try {
		process.kill(holder.pid, 0);
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === "EPERM";
	}
	return started === null || holder.started === null || started === holder.started;
}

function statOf(pid: number): { state: string | null; threads: number; started: string | null } {
	try {
		// The 3rd, the 20th and the 22nd field; the second (the command) is in brackets and may hold spaces.
		const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
		return { state: fields[0] ?? null, threads: Number(fields[17]), started: fields[19] ?? null };
	} catch {
		return { state: null, threads: 0, started: null };
	}
}
