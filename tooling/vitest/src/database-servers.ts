import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { aptInstall, findOnPath, isDebianLike } from "./executables.ts";

/** A server of our own: on a free loopback port, in a temporary directory that goes with it. */
export interface OwnServer {
	url: string;
	/** The program and its version, for people. */
	name: string;
	/** Sends the server a signal, for tests of what happens while it stands still. */
	signal(signal: NodeJS.Signals): void;
	stop(): Promise<void>;
}

const readyWithinMs = 30_000;

/**
 * A PostgreSQL for the length of a run, in which databases may be created. Installs Debian's where there is none.
 * Durability is off: what it holds is gone with it.
 */
export async function startPostgres(): Promise<OwnServer> {
	const bin = findOrInstall(postgresBin, "postgresql");
	const folder = mkdtempSync(join(tmpdir(), "llm-hub-postgres-"));
	const owner = unprivilegedOwner("postgres");
	if (owner) chownSync(folder, owner.uid, owner.gid);
	const data = join(folder, "data");
	const password = randomBytes(16).toString("hex");
	const passwordFile = join(folder, "password");
	writeFileSync(passwordFile, password, { mode: 0o600 });
	if (owner) chownSync(passwordFile, owner.uid, owner.gid);
	const own = { ...owner, cwd: folder };
	execFileSync(
		join(bin, "initdb"),
		["-D", data, "-U", "postgres", "-E", "UTF8", "--locale=C", "-A", "scram-sha-256", `--pwfile=${passwordFile}`],
		{ ...own, stdio: ["ignore", "ignore", "inherit"] },
	);
	const port = await freePort();
	const settings = {
		listen_addresses: "127.0.0.1",
		unix_socket_directories: folder,
		fsync: "off",
		max_connections: 200,
	};
	const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
	const server = spawn(join(bin, "postgres"), ["-D", data, "-p", String(port), ...options], {
		...own,
		stdio: ["ignore", "ignore", "ignore"],
	});
	const isReady = () => spawnSync(join(bin, "pg_isready"), ["-q", "-h", "127.0.0.1", "-p", String(port)]).status === 0;
	await untilReady("PostgreSQL", server, isReady);
	return {
		url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
		name: execFileSync(join(bin, "postgres"), ["--version"], { encoding: "utf8" }).trim(),
		signal: (signal) => server.kill(signal),
		stop: stopper(server, "SIGINT", folder),
	};
}

const redisProgram = () => findOnPath("redis-server", "valkey-server");

/** Whether both can be started here without installing anything. */
export const hasDatabaseServers = (): boolean => postgresBin() !== null && redisProgram() !== null;

/**
 * A Redis (or Valkey) for the length of a run, on that port or a free one. Installs Debian's where there is none.
 */
export async function startRedis(fixedPort?: number): Promise<OwnServer> {
	const program = findOrInstall(redisProgram, "redis-server");
	const folder = mkdtempSync(join(tmpdir(), "llm-hub-redis-"));
	const port = fixedPort ?? (await freePort());
	const settings = { port, bind: "127.0.0.1", dir: folder, save: "", appendonly: "no", unixsocket: join(folder, "up") };
	const options = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
	const server = spawn(program, options, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
	await untilReady("Redis", server, () => existsSync(settings.unixsocket));
	return {
		url: `redis://127.0.0.1:${port}`,
		name: execFileSync(program, ["--version"], { encoding: "utf8" }).trim().split(" sha=")[0] ?? "redis",
		signal: (signal) => server.kill(signal),
		stop: stopper(server, "SIGTERM", folder),
	};
}

/** Debian keeps the server's programs off the PATH, one folder a version. */
function postgresBin(): string | null {
	const debian = "/usr/lib/postgresql";
	const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
	const folder = versions.map((version) => join(debian, version, "bin")).find((bin) => existsSync(join(bin, "initdb")));
	if (folder) return folder;
	const config = findOnPath("pg_config");
	const bin = config ? execFileSync(config, ["--bindir"], { encoding: "utf8" }).trim() : null;
	return bin && existsSync(join(bin, "initdb")) ? bin : null;
}

function findOrInstall(find: () => string | null, debianPackage: string): string {
	const found = find() ?? (isDebianLike() && aptInstall(debianPackage) ? find() : null);
	if (!found) throw new Error(`${debianPackage} is not installed and could not be: install it and try again.`);
	return found;
}

/** PostgreSQL refuses to run as root: then it runs as its own user where there is one, else as nobody. */
function unprivilegedOwner(user: string): { uid: number; gid: number } | null {
	if (process.getuid?.() !== 0) return null;
	const id = (flag: string, name: string) => spawnSync("id", [flag, name], { encoding: "utf8" });
	const name = id("-u", user).status === 0 ? user : "nobody";
	return { uid: Number(id("-u", name).stdout), gid: Number(id("-g", name).stdout) };
}

async function freePort(): Promise<number> {
	const probe = createServer().listen(0, "127.0.0.1");
	await once(probe, "listening");
	const address = probe.address();
	probe.close();
	await once(probe, "close");
	if (address === null || typeof address === "string") throw new Error("No free port.");
	return address.port;
}

async function untilReady(name: string, server: ChildProcess, isReady: () => boolean): Promise<void> {
	const deadline = Date.now() + readyWithinMs;
	while (!isReady()) {
		if (server.exitCode !== null) throw new Error(`${name} ended with code ${server.exitCode} before it was ready.`);
		if (Date.now() > deadline) {
			server.kill("SIGKILL");
			throw new Error(`${name} was not ready within ${readyWithinMs / 1000} s.`);
		}
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

function stopper(server: ChildProcess, signal: NodeJS.Signals, folder: string): () => Promise<void> {
	return async () => {
		if (server.exitCode === null && server.signalCode === null) {
			const exited = once(server, "exit");
			server.kill(signal);
			// A server that stands still takes no signal until it goes on.
			server.kill("SIGCONT");
			await exited;
		}
		rmSync(folder, { recursive: true, force: true });
	};
}
