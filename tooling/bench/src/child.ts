import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { request } from "undici";
import { heldKb, inspectorOf } from "./held-memory.ts";

/** A server under measurement: a process of its own, so that its processor time is its own. */
export interface Child {
	pid: number;
	/** Processor milliseconds that it has used so far, user and system; null where the kernel does not say. */
	cpuMs(): number | null;
	/** Resident memory in kB; null where the kernel does not say. */
	residentKb(): number | null;
	/** What it holds of memory in kB, after a collection of its garbage; null for a process that is not Node's. */
	heldKb(): Promise<number | null>;
	stop(): Promise<void>;
}

const readyWithinMs = 60_000;

/** A measurement that breaks off leaves no server behind. */
const running = new Set<ChildProcess>();
process.once("exit", () => {
	for (const child of running) child.kill("SIGKILL");
});

/** Starts a program and waits until `readyUrl` answers anything but a 5xx. */
export async function startChild(
	program: string,
	args: string[],
	{ env = {}, readyUrl }: { env?: Record<string, string>; readyUrl: string },
): Promise<Child> {
	const isNode = program === process.execPath;
	// Where it will listen when it is asked for its memory, and not before.
	const inspectable = isNode ? ["--inspect-port=127.0.0.1:0", ...args] : args;
	const child = spawn(program, inspectable, { env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "pipe"] });
	running.add(child);
	child.once("exit", () => running.delete(child));
	let complaint = "";
	child.stderr?.on("data", (chunk: Buffer) => {
		complaint = (complaint + chunk.toString()).slice(-4000);
	});
	const stop = async () => {
		if (child.exitCode !== null || child.signalCode !== null) return;
		child.kill("SIGTERM");
		await once(child, "exit");
	};
	await untilReady(child, readyUrl, () => complaint).catch(async (error) => {
		await stop();
		throw error;
	});
	const inspecting = isNode ? inspectorOf(child) : null;
	if (child.pid === undefined) throw new Error(`${program} has no process.`);
	return {
		pid: child.pid,
		cpuMs: () => cpuMs(child),
		residentKb: () => residentKb(child),
		heldKb: async () => (inspecting ? heldKb(await inspecting()) : null),
		stop,
	};
}

/** Starts one of this package's TypeScript programs, or another's by its path. */
export const startScript = (path: string, args: string[], options: Parameters<typeof startChild>[2]): Promise<Child> =>
	startChild(process.execPath, ["--import", "tsx", path, ...args], options);

export async function freePort(): Promise<number> {
	const probe = createServer().listen(0, "127.0.0.1");
	await once(probe, "listening");
	const address = probe.address();
	probe.close();
	await once(probe, "close");
	if (address === null || typeof address === "string") throw new Error("No free port.");
	return address.port;
}

async function untilReady(child: ChildProcess, url: string, complaint: () => string): Promise<void> {
	const deadline = Date.now() + readyWithinMs;
	while (Date.now() < deadline) {
		if (child.exitCode !== null) throw new Error(`${child.spawnargs.join(" ")} ended:\n${complaint()}`);
		const status = await request(url).then(
			async (response) => {
				await response.body.dump();
				return response.statusCode;
			},
			() => 0,
		);
		if (status >= 200 && status < 500) return;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	throw new Error(`${url} was not ready within ${readyWithinMs / 1000} s.\n${complaint()}`);
}

/** `utime` and `stime`, fields 14 and 15 of proc(5)'s stat, in ticks of 10 ms. */
function cpuMs(child: ChildProcess): number | null {
	try {
		const stat = readFileSync(`/proc/${child.pid}/stat`, "utf8");
		const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		return (Number(fields[11]) + Number(fields[12])) * 10;
	} catch {
		return null;
	}
}

/** `VmRSS` of proc(5)'s status. */
function residentKb(child: ChildProcess): number | null {
	try {
		const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"));
		return found ? Number(found[1]) : null;
	} catch {
		return null;
	}
}
