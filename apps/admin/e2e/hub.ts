import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../server/dist/main.js", import.meta.url));

/** The built product, running as `npm start` runs it, on a data directory of its own. */
export interface Hub {
	url: string;
	dataDir: string;
	/** The one-time link that the first start prints; null when an admin exists. */
	setupUrl: string | null;
	/** Everything the process printed so far. */
	output(): string;
	/** Why it serves nobody, with the last lines that it printed; null while it does, and after `kill`. */
	trouble(): Promise<string | null>;
	/** As a power cut does: kill -9. */
	kill(): Promise<void>;
	/** Starts the same data directory again on the same port, with more in its environment. */
	startAgain(more?: Record<string, string>): Promise<void>;
	[Symbol.asyncDispose](): Promise<void>;
}

/** One that takes longer to start is ended, so that its last lines are told before the hook's own limit. */
const startsWithinMs = 240_000;
const answersWithinMs = 10_000;

export const admin = { email: "ana@example.com", password: "correct horse battery" };

/** Starts the built server; `env` adds to a clean environment in which no provider has a key. */
export async function startHub(env: Record<string, string> = {}): Promise<Hub> {
	const dataDir = mkdtempSync(join(tmpdir(), "llm-hub-e2e-"));
	const port = await freePort();
	const url = `http://localhost:${port}`;
	const lines: string[] = [];
	let child: ChildProcess;
	let isMeantToRun = false;

	const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
	const withLastLines = (words: string) => [words, ...lines.slice(-30)].join("\n");
	const endWords = () => withLastLines(`The server ended with ${child.exitCode ?? child.signalCode}.`);

	const start = async (more: Record<string, string> = {}) => {
		isMeantToRun = true;
		child = spawn(process.execPath, [main], {
			env: {
				PATH: process.env.PATH,
				HOME: dataDir,
				DATA_DIR: dataDir,
				PORT: String(port),
				LOG_LEVEL: "warn",
				...env,
				...more,
			},
			stdio: ["ignore", "pipe", "pipe"],
		});
		const ready = new Promise<void>((resolve, reject) => {
			for (const stream of [child.stdout, child.stderr]) {
				if (!stream) continue;
				createInterface({ input: stream }).on("line", (line) => {
					lines.push(line);
					if (line.includes("LLM Hub is ready")) resolve();
				});
			}
			// Its output has been read by then.
			child.once("close", () => reject(new Error(endWords())));
		});
		const tooLate = setTimeout(() => child.kill("SIGKILL"), startsWithinMs);
		await ready.finally(() => clearTimeout(tooLate));
		await fetch(`${url}/readyz`);
	};
	const end = async (signal: NodeJS.Signals) => {
		isMeantToRun = false;
		if (hasEnded()) return;
		const exited = once(child, "exit");
		child.kill(signal);
		await exited;
	};

	await start();
	return {
		url,
		dataDir,
		get setupUrl() {
			return /http\S+\/setup#token=\S+/.exec(lines.join("\n"))?.[0] ?? null;
		},
		output: () => lines.join("\n"),
		trouble: async () => {
			if (!isMeantToRun) return null;
			if (hasEnded()) return endWords();
			const answers = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(answersWithinMs) }).then(
				() => true,
				() => false,
			);
			if (answers) return null;
			return withLastLines(`The server did not answer /healthz within ${answersWithinMs / 1_000} s.`);
		},
		kill: () => end("SIGKILL"),
		startAgain: start,
		[Symbol.asyncDispose]: async () => {
			await end("SIGTERM");
			rmSync(dataDir, { recursive: true, force: true });
		},
	};
}

/**
 * One that nothing listens on, below those which the system gives to whoever connects, so that hardly anybody takes it before
 * the server, and above 10080, which browsers refuse to open.
 */
async function freePort(): Promise<number> {
	for (;;) {
		const port = 10_100 + Math.floor(Math.random() * 19_900);
		const probe = createServer().listen(port);
		const isFree = await once(probe, "listening").then(
			() => true,
			() => false,
		);
		if (!isFree) continue;
		probe.close();
		await once(probe, "close");
		return port;
	}
}
