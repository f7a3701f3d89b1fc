import { connect } from "node:net";

/**
 * Gets a URL over a bare socket and returns the lengths of the HTTP chunks of its body: `fetch` may join what arrives
 * together, the framing does not.
 */
export async function chunkLengths(url: string): Promise<number[]> {
	const { hostname, port, pathname } = new URL(url);
	const socket = connect(Number(port), hostname);
	socket.write(`GET ${pathname} HTTP/1.1\r\nhost: ${hostname}\r\nconnection: close\r\n\r\n`);
	const received: Buffer[] = [];
	for await (const bytes of socket) received.push(bytes as Buffer);
	const answer = Buffer.concat(received);
	const lengths: number[] = [];
	let at = answer.indexOf("\r\n\r\n") + 4;
	while (at < answer.length) {
		const lineEnd = answer.indexOf("\r\n", at);
		const length = Number.parseInt(answer.toString("latin1", at, lineEnd), 16);
		if (length === 0) break;
		lengths.push(length);
		at = lineEnd + 2 + length + 2;
	}
	return lengths;
}
