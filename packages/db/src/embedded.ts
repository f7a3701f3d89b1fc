import { accessSync, chmodSync, constants, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import { asset } from "./assets.ts";
import type { EmbeddedWorkerData } from "./embedded-worker.ts";
import { lockDataDir } from "./lock.ts";

/** A PostgreSQL that runs in a worker of this process and listens where only this user can reach it. */
export interface EmbeddedPostgres {
	/** Connection options for postgres.js. */
	connection: { path: string } | { host: string; port: number };
	/** Resolves with the error if the worker dies by itself. */
	died: Promise<Error>;
	close(): Promise<void>;
}

// sockaddr_un holds 108 bytes with its terminating zero.
const longestSocketPath = 107;

/**
 * Opens the embedded database in `dataDir` (created with mode 0700), or in memory when null.
 * @param image a dumped data directory to begin from when there is none yet
 * @throws DataDirInUseError, or an Error that names a directory that cannot be written.
 */
export async function openEmbedded(dataDir: string | null, image: string): Promise<EmbeddedPostgres> {
	const release = dataDir ? prepareDataDir(dataDir) : () => {};
	const socketDir = privateSocketDir(dataDir);
	const cleanUp = () => {
		if (socketDir && socketDir !== dataDir) rmSync(socketDir, { recursive: true, force: true });
		release();
	};
	try {
		const postgresDir = dataDir ? join(dataDir, "postgres") : null;
		const socket = socketDir ? join(socketDir, ".s.PGSQL.5432") : null;
		if (socket) rmSync(socket, { force: true });
		const listen = socket ? { path: socket } : { host: "127.0.0.1", port: await freePort() };
		const isNew = !postgresDir || !existsSync(join(postgresDir, "PG_VERSION"));
		const worker = await startWorker({ dataDir: postgresDir, image: isNew ? image : null, listen });
		let closing = false;
		const died = new Promise<Error>((resolve) => {
			worker.once("error", resolve);
			worker.once("exit", (code) => {
				if (!closing) resolve(new Error(`The embedded database stopped by itself (exit code ${code}).`));
			});
		});
		return {
			connection: listen,
			died,
			close: async () => {
				closing = true;
				const closed = new Promise((resolve) => worker.once("message", resolve));
				worker.postMessage("close");
				await Promise.race([closed, died]);
				await worker.terminate();
				cleanUp();
			},
		};
	} catch (error) {
		cleanUp();
		throw error;
	}
}

function prepareDataDir(dataDir: string): () => void {
	try {
		mkdirSync(dataDir, { recursive: true, mode: 0o700 });
		accessSync(dataDir, constants.R_OK | constants.W_OK);
		// PGlite writes its files 0666: the directory is what keeps others out.
		chmodSync(dataDir, 0o700);
		return lockDataDir(dataDir);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === "EACCES" || code === "EROFS" || code === "EPERM" || code === "ENOTDIR" || code === "EEXIST") {
			throw new Error(
				`The data directory ${dataDir} cannot be written (${code}). Make it writable for this user, or set DATA_DIR to another directory.`,
				{ cause: error },
			);
		}
		throw error;
	}
}

function privateSocketDir(dataDir: string | null): string | null {
	if (process.platform === "win32") return null;
	if (dataDir && Buffer.byteLength(join(dataDir, ".s.PGSQL.5432")) <= longestSocketPath) return dataDir;
	return mkdtempSync(join(tmpdir(), "llm-hub-"));
}

function startWorker(workerData: EmbeddedWorkerData): Promise<Worker> {
	// V8 optimises a function of WebAssembly after so much work in it. At eleven times its own default what a busy server uses
	// becomes as quick as before, and a start is spared a second of optimising what only starts need.
	setFlagsFromString("--wasm-tiering-budget=20000000");
	return new Promise((resolve, reject) => {
		const worker = new Worker(asset("embedded-worker.js"), { workerData });
		worker.once("error", reject);
		worker.once("message", () => {
			worker.off("error", reject);
			resolve(worker);
		});
	});
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once("error", reject);
		probe.listen(0, "127.0.0.1", () => {
			const address = probe.address();
			probe.close(() =>
				typeof address === "object" && address ? resolve(address.port) : reject(new Error("No free port")),
			);
		});
	});
}
