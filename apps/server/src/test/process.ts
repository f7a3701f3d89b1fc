import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { build } from "vite";

const root = resolve(import.meta.dirname, "../..");

/** The program as `npm run build` makes it, from the code as it is now. */
export interface BuiltProgram extends AsyncDisposable {
	main: string;
}

/** Builds into a directory of its own, from where npm's packages are found as from `dist`. */
export async function buildProgram(): Promise<BuiltProgram> {
	const outDir = join(root, `node_modules/.test-program-${process.pid}`);
	await build({ root, configFile: join(root, "vite.config.ts"), logLevel: "error", build: { outDir } });
	return {
		main: join(outDir, "main.js"),
		[Symbol.asyncDispose]: () => rm(outDir, { recursive: true, force: true }),
	};
}

export interface ServerProcess extends AsyncDisposable {
	child: ChildProcess;
	/** Where it listens. */
	url: string;
	/** The token of the set-up link, where one was printed. */
	setupToken: string | null;
	output(): string;
	/** Resolves once the output matches. */
	seen(pattern: RegExp): Promise<RegExpExecArray>;
	/** The exit code, or the signal's name. */
	ended: Promise<number | string>;
}

/** Starts the program in a process of its own, with only these variables, in `cwd`. */
export function startProcess({ main }: BuiltProgram, cwd: string, env: Record<string, string>) {
	const child = spawn(process.execPath, [main], {
		cwd,
		env: { PATH: process.env.PATH ?? "", PORT: "0", DATA_DIR: "data", ...env },
		stdio: ["ignore", "pipe", "pipe"],
	});
	let text = "";
	for (const stream of [child.stdout, child.stderr]) {
		stream.on("data", (chunk) => {
			text += chunk;
			child.emit("output");
		});
	}
	const ended = once(child, "close").then(([code, signal]) => (code ?? signal) as number | string);
	return { child, ended, output: () => text };
}

/** {@link startProcess}, and waits until it serves. @throws Error with its output when it ends instead */
export async function startServing(
	program: BuiltProgram,
	cwd: string,
	env: Record<string, string> = {},
): Promise<ServerProcess> {
	const { child, ended, output } = startProcess(program, cwd, env);
	const seen = async (pattern: RegExp): Promise<RegExpExecArray> => {
		for (;;) {
			const match = pattern.exec(output());
			if (match) return match;
			const more = once(child, "output").then(() => null);
			const end = await Promise.race([more, ended]);
			if (end !== null) throw new Error(`The server ended with ${end}:\n${output()}`);
		}
	};
	await seen(/LLM Hub is ready/);
	return {
		child,
		url: (await seen(/Server listening at (http:\/\/127\.0\.0\.1:\d+)/))[1] ?? "",
		setupToken: /\/setup#token=([\w-]+)/.exec(output())?.[1] ?? null,
		output,
		seen,
		ended,
		[Symbol.asyncDispose]: async () => {
			child.kill("SIGKILL");
			await ended;
		},
	};
}
