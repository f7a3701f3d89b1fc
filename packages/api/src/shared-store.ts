import { Redis } from "ioredis";
import type { Logger } from "pino";

/** Redis or Valkey: what every server of this installation counts in together. */
export interface SharedStore {
	client: Redis;
	/** @throws Error when it does not answer in time */
	ping(): Promise<void>;
	close(): Promise<void>;
}

/** How long a call may wait for an answer. What takes longer is down: its caller is refused. */
const answerWithinMs = 500;

/**
 * Connects, waiting for the first answer at most a second: a server starts without it as well. It reconnects by itself, and
 * meanwhile every command fails at once: nothing is queued or sent twice.
 */
export async function openSharedStore(url: string, log: Logger): Promise<SharedStore> {
	const client = new Redis(url, {
		commandTimeout: answerWithinMs,
		connectTimeout: 1_000,
		// A peer that went without a word is given up, so that a new connection can be had.
		socketTimeout: 2_000,
		enableOfflineQueue: false,
		autoResendUnfulfilledCommands: false,
		maxRetriesPerRequest: 0,
		retryStrategy: (attempt) => Math.min(1_000, 50 * attempt),
	});
	let isDown = false;
	const isGone = (reason: string) => {
		if (!isDown) log.error({ reason }, "Redis does not answer");
		isDown = true;
	};
	client.on("error", (error: Error & { code?: string }) => isGone(error.code ?? error.message));
	const onClose = () => isGone("the connection was closed");
	client.on("close", onClose);
	client.on("ready", () => {
		if (isDown) log.info("Redis answers again");
		isDown = false;
	});
	await new Promise<void>((resolve) => {
		const goOn = setTimeout(resolve, 1_000);
		for (const event of ["ready", "error"]) {
			client.once(event, () => {
				clearTimeout(goOn);
				resolve();
			});
		}
	});
	return {
		client,
		ping: async () => {
			await client.ping();
		},
		close: async () => {
			client.off("close", onClose);
			client.disconnect();
		},
	};
}
