import type { Logger } from "pino";
import type { RunningServer } from "./start.ts";

/** How long runs may go on by themselves after the first signal; with settling, all is over within 20 s. */
const graceMs = 12_000;
const longestMs = 19_000;

/**
 * SIGTERM and SIGINT drain and exit 0; a second one exits at once. What cannot be survived (an unhandled rejection, the
 * embedded database dying) is logged and ends the process with 1.
 */
export function superviseProcess(server: RunningServer, log: Logger): void {
	let isStopping = false;
	const stop = async (signal: NodeJS.Signals) => {
		if (isStopping) process.exit(130);
		isStopping = true;
		log.info({ signal }, "stopping: a second signal stops at once");
		setTimeout(() => fail(new Error("Stopping took too long.")), longestMs).unref();
		await server.close(graceMs);
		log.info("stopped");
		process.exit(0);
	};
	const fail = (error: unknown) => {
		log.fatal({ err: error }, "fatal");
		process.exit(1);
	};
	process.on("SIGTERM", (signal) => void stop(signal).catch(fail));
	process.on("SIGINT", (signal) => void stop(signal).catch(fail));
	process.on("unhandledRejection", fail);
	process.on("uncaughtException", fail);
	void server.died.then((error) => {
		if (!isStopping) fail(error);
	});
}
