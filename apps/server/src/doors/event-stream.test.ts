import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import { afterEach, expect, it } from "vitest";
import { type EventStream, openEventStream } from "./event-stream.ts";

let app: FastifyInstance | null = null;
let reader: Socket | null = null;
afterEach(async () => {
	reader?.destroy();
	await app?.close();
});

/** A reader who has asked and reads nothing yet, and the stream that is open to them. */
async function openTo(options: { longestMs?: number } = {}): Promise<{ stream: EventStream; reply: FastifyReply }> {
	const server = fastify();
	app = server;
	const opened = new Promise<{ stream: EventStream; reply: FastifyReply }>((resolve) => {
		server.get("/", async (_, reply) => {
			resolve({ reply, stream: openEventStream(reply, { ping: ": ping\n\n", pingMs: 60_000, ...options }) });
		});
	});
	await server.listen({ host: "127.0.0.1", port: 0 });
	reader = connect((server.server.address() as AddressInfo).port, "127.0.0.1");
	reader.pause();
	reader.write("GET / HTTP/1.1\r\nhost: hub\r\n\r\n");
	return opened;
}

const piece = `data: ${"x".repeat(65_536)}\n\n`;

it("keeps no more than a little for a reader who is slow, and gives them everything", async () => {
	const pieces = 400;
	const { stream, reply } = await openTo();
	let most = 0;
	let isBehind = false;
	const sent = (async () => {
		for (let count = 0; count < pieces; count++) {
			const wait = stream.send(piece);
			if (wait && !isBehind) {
				isBehind = true;
				reader?.resume();
			}
			await wait;
			most = Math.max(most, reply.raw.writableLength);
		}
		stream.end();
	})();
	let received = "";
	reader?.setEncoding("latin1").on("data", (text) => {
		received += text;
	});
	await sent;
	while (!received.endsWith("0\r\n\r\n")) await once(reader as Socket, "data");
	expect(isBehind).toBe(true);
	expect(received.split("data: ")).toHaveLength(pieces + 1);
	expect(most).toBeLessThan(4 * piece.length);
});

it("does not wait for a reader who has left", async () => {
	const { stream, reply } = await openTo();
	const sent = (async () => {
		while (!reply.raw.destroyed) await stream.send(piece);
		stream.end();
	})();
	// Nothing moves any more: the reader's side is full.
	for (let [length, turns] = [0, 0]; turns < 100; turns++) {
		await new Promise(setImmediate);
		if (reply.raw.writableLength !== length) turns = 0;
		length = reply.raw.writableLength;
	}
	reader?.destroy();
	await sent;
});

it("cuts off a stream that lasts too long, without an end", async () => {
	const { stream } = await openTo({ longestMs: 20 });
	let received = "";
	reader?.setEncoding("latin1").on("data", (text) => {
		received += text;
	});
	const closed = once(reader as Socket, "close");
	stream.send("data: 1\n\n");
	reader?.resume();
	await closed;
	expect(received).toContain("data: 1\n\n");
	expect(received).not.toContain("0\r\n\r\n");
	stream.end();
});
