import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { readDockerfile, type Stage } from "./dockerfile.ts";

type Say = (line: string) => void;

/** A stage's file system, as a directory, with the settings that its steps left. */
interface Built {
	dir: string;
	workdir: string;
	env: Record<string, string>;
}

/**
 * Does what `docker build` and `docker run` would do where there is no Docker: each stage in a directory of its own, its
 * steps in order with nothing but what they copied, then the command until its own health check passes and SIGTERM ends
 * it. What needs the image's users is left out and said; Node is this machine's.
 * @throws Error at the first step that fails.
 */
export async function runImage(root: string, say: Say): Promise<void> {
	const scratch = mkdtempSync(join(tmpdir(), "llm-hub-image-"));
	try {
		const stages = readDockerfile(readFileSync(join(root, "docker/server.Dockerfile"), "utf8"));
		const isIgnored = readIgnored(root);
		const built = new Map<string, Built>();
		for (const stage of stages) built.set(stage.name, buildStage(stage, { root, scratch, built, isIgnored, say }));
		const last = stages.at(-1);
		const image = last && built.get(last.name);
		if (!last || !image) throw new Error("The Dockerfile has no stage.");
		await runServer(last, image, say);
	} finally {
		rmSync(scratch, { recursive: true, force: true });
	}
}

interface Build {
	root: string;
	scratch: string;
	built: Map<string, Built>;
	isIgnored: (path: string) => boolean;
	say: Say;
}

function buildStage(stage: Stage, { root, scratch, built, isIgnored, say }: Build): Built {
	const dir = join(scratch, stage.name.replaceAll(" ", "-"));
	const base = built.get(stage.base);
	mkdirSync(dir);
	if (base) cpSync(base.dir, dir, { recursive: true, verbatimSymlinks: true });
	else say(`${stage.name}: Node ${process.version} stands for ${stage.base}`);
	const image: Built = { dir, workdir: base?.workdir ?? "/", env: { ...base?.env } };
	const inside = (path: string) => join(dir, path.startsWith("/") ? path : join(image.workdir, path));
	for (const step of stage.steps) {
		if (step.kind === "workdir") {
			image.workdir = step.path;
			mkdirSync(inside(step.path), { recursive: true });
		} else if (step.kind === "env") Object.assign(image.env, step.values);
		else if (step.kind === "copy") {
			for (const source of step.sources) {
				const from = step.from === null ? join(root, source) : join(built.get(step.from)?.dir ?? "", source);
				const isWanted = (path: string) => step.from !== null || !isIgnored(relative(root, path));
				cpSync(from, target(from, inside(step.target), step), {
					recursive: true,
					verbatimSymlinks: true,
					filter: isWanted,
				});
			}
		} else if (step.kind === "run") {
			const command = step.command.replace(/ && chown \S+ \S+/, "");
			if (command !== step.command) say(`${stage.name}: chown is left out, it needs the image's users`);
			say(`${stage.name}: ${command}`);
			// Absolute paths are the image's.
			const mapped = command.replace(/(?<=\s)\/(?=\w)/g, `${dir}/`);
			const env = { ...toolEnv(), ...image.env };
			const { status } = spawnSync("sh", ["-ec", mapped], { cwd: inside("."), env, stdio: "inherit" });
			if (status !== 0) throw new Error(`${stage.name}: "${command}" ended with ${status}`);
		}
	}
	return image;
}

/** A file into a directory keeps its name; a directory's contents go into the target, as COPY has it. */
const target = (from: string, to: string, { sources, target: named }: { sources: string[]; target: string }) =>
	statSync(from).isDirectory() || !(named.endsWith("/") || sources.length > 1) ? to : join(to, basename(from));

const toolEnv = () => ({ PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "" });

/** Reads the ignore file: plain paths from the root, and `**` before a name that is meant anywhere. */
function readIgnored(root: string): (path: string) => boolean {
	const lines = readFileSync(join(root, "docker/server.Dockerfile.dockerignore"), "utf8").split("\n").filter(Boolean);
	const patterns = lines.map((line) => {
		const isAnywhere = line.startsWith("**/");
		const glob = line
			.replace(/^\*\*\//, "")
			.replaceAll(".", "\\.")
			.replaceAll("*", "[^/]*");
		return new RegExp(`${isAnywhere ? "(^|/)" : "^"}${glob}(/|$)`);
	});
	return (path) => patterns.some((pattern) => pattern.test(path));
}

async function runServer(stage: Stage, image: Built, say: Say): Promise<void> {
	const wordsOf = (kind: "cmd" | "healthcheck") => stage.steps.find((step) => step.kind === kind);
	const cmd = wordsOf("cmd");
	const check = wordsOf("healthcheck");
	if (cmd?.kind !== "cmd" || check?.kind !== "healthcheck")
		throw new Error("The image has no command or health check.");
	const own = Object.entries(image.env).map(([name, value]) => [
		name,
		value.startsWith("/") ? image.dir + value : value,
	]);
	const env = { ...toolEnv(), ...Object.fromEntries(own), PORT: String(await freePort()), HOST: "127.0.0.1" };
	const cwd = join(image.dir, image.workdir);
	say(`${stage.name}: ${cmd.words.join(" ")}`);
	const [program = "", ...args] = cmd.words;
	const server = spawn(program, args, { cwd, env, stdio: "inherit" });
	const ended = once(server, "exit").then(([code, signal]) => code ?? signal);
	const [checker = "", ...checkArgs] = check.words;
	const isHealthy = () => spawnSync(checker, checkArgs, { cwd, env }).status === 0;
	for (let tries = 0; !isHealthy(); tries++) {
		if (server.exitCode !== null || tries === 60) throw new Error("The server did not become healthy.");
		await new Promise((resolve) => setTimeout(resolve, 500));
	}
	const page = await fetch(`http://127.0.0.1:${env.PORT}/admin/llm-hub/catalog`, { headers: { accept: "text/html" } });
	if (!page.ok || !(await page.text()).includes("<!doctype html>"))
		throw new Error("The server does not serve the pages.");
	server.kill("SIGTERM");
	const code = await ended;
	if (code !== 0) throw new Error(`The server ended with ${code} on SIGTERM.`);
	say("The image builds, becomes healthy, serves the pages, and ends with 0 on SIGTERM.");
}

function freePort(): Promise<number> {
	return new Promise((resolve) => {
		const probe = createServer().listen(0, "127.0.0.1", () => {
			const { port } = probe.address() as { port: number };
			probe.close(() => resolve(port));
		});
	});
}
