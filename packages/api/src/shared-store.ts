import { Redis } from "ioredis";
import type { Logger } from "pino";

/** Redis or Valkey: what every server of this installation counts in together, and by which they tell each other news. */
export interface SharedStore {
	client: Redis;
	/** @throws Error when it does not answer in time */
	ping(): Promise<void>;
	/** Tells every server, this one too, as far as Redis answers: for news that nothing depends on. */
	publish(channel: string, message: string): void;
	subscribe(channel: string, onMessage: (message: string) => void): void;
	close(): Promise<void>;
}

/** How long a call may wait for an answer: long enough that a busy moment of this process is not taken for an outage. */
const answerWithinMs = 2_000;

/**
 * Connects, waiting for the first answer at most a second: a server starts without it as well. It reconnects by itself, and
 * meanwhile every command fails at once: nothing is queued or sent twice.
 */
export async function openSharedStore(url: string, log: Logger): Promise<SharedStore> {
	const client = new Redis(url, {
		commandTimeout: answerWithinMs,
		connectTimeout: 1_000,
		// A peer that went without a word is given up, so that a new connection can be had.
		socketTimeout: 3_000,
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
	// A connection that listens can do nothing else. The other one tells of outages.
	const listeners: Redis[] = [];
	return {
		client,
		ping: async () => {
			await client.ping();
		},
		publish: (channel, message) => {
			client.publish(channel, message).catch(() => log.debug({ channel }, "news did not reach the other servers"));
		},
		subscribe: (channel, onMessage) => {
			const listener = client.duplicate({ autoResubscribe: false });
			listeners.push(listener);
			listener.on("error", () => {});
			listener.on("ready", () => void listener.subscribe(channel).catch(() => listener.disconnect(true)));
			listener.on("message", (_, message: string) => onMessage(message));
		},
		close: async () => {
			client.off("close", onClose);
			for (const connection of [client, ...listeners]) connection.disconnect();
		},
	};
}
