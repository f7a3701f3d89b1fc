import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import postgres from "postgres";
import type { Upstream } from "./sandbox.ts";
import type { Target } from "./target.ts";

const measuredCore = "0";
const otherCores = `1-${cpus().length - 1}`;

/** Moves a process with all its threads by util-linux's taskset. @throws where there is none */
function keepTo(pid: number, cores: string): void {
	const { status, error } = spawnSync("taskset", ["-acp", cores, String(pid)]);
	if (status !== 0) throw new Error(`taskset cannot move a process: ${error?.message ?? `status ${status}`}.`);
}

/**
 * Gives what is measured the first core, and the load, the provider and the database the others: then neither takes
 * from the other, as on machines of their own. Holds until the processes end.
 * @throws Error on a machine of one core, and where there is no `taskset`
 */
export async function giveOwnCore(targets: readonly Target[], upstream: Upstream, postgresUrl: string | null) {
	if (cpus().length < 2) throw new Error("A core of its own needs two of them.");
	const others = [process.pid, upstream.child.pid, ...(postgresUrl ? await postgresPids(postgresUrl) : [])];
	for (const pid of others) keepTo(pid, otherCores);
	for (const { child } of targets) if (child !== upstream.child) keepTo(child.pid, measuredCore);
}

/** Every process of a PostgreSQL server of this machine, the one that starts the others as well. */
async function postgresPids(url: string): Promise<number[]> {
	const sql = postgres(url, { max: 1 });
	try {
		const rows = await sql<{ pid: number }[]>`select pid from pg_stat_activity`;
		const own = rows.map(({ pid }) => pid).filter((pid) => commandOf(pid) === "postgres");
		if (own.length === 0) throw new Error("PostgreSQL runs elsewhere: its processes cannot be moved.");
		return [...new Set([...own, ...own.map(parentOf)])];
	} finally {
		await sql.end();
	}
}

function commandOf(pid: number): string | null {
	try {
		return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
	} catch {
		return null;
	}
}

/** `PPid` of proc(5)'s status. */
const parentOf = (pid: number): number =>
	Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
