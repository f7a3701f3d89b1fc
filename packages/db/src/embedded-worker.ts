import { readFile } from "node:fs/promises";
import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import { unpackImage } from "./unpack-image.ts";

/** What the worker needs to serve one embedded database. */
export interface EmbeddedWorkerData {
	/** Where the data lives; null keeps it in memory. */
	dataDir: string | null;
	/** A dumped data directory to start from when `dataDir` holds nothing yet. */
	image: string | null;
	listen: { path: string } | { host: string; port: number };
}

const { dataDir, image, listen } = workerData as EmbeddedWorkerData;

// PGlite is WebAssembly on this thread: a slow query stalls this worker and never the server's event loop.
if (dataDir && image) unpackImage(image, dataDir);
const pglite = await PGlite.create({
	...(dataDir ? { dataDir } : image ? { loadDataDir: new Blob([await readFile(image)]) } : {}),
	relaxedDurability: false,
});
const server = new PGLiteSocketServer({ db: pglite, maxConnections: 64, ...listen });
await server.start();

parentPort?.once("message", async () => {
	await server.stop();
	await pglite.close();
	parentPort?.postMessage("closed");
});
parentPort?.postMessage("ready");
