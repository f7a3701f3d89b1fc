import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { WebSocket } from "undici";

const answersWithinMs = 30_000;

/**
 * Where a Node process, started with an `--inspect-port`, can be asked about itself.
 * @returns starts its inspector at the first call, by SIGUSR1, and gives its address
 */
export function inspectorOf(child: ChildProcess): () => Promise<string> {
	let address: Promise<string> | undefined;
	return () => {
		address ??= new Promise((resolve, reject) => {
			let said = "";
			const listen = (chunk: Buffer) => {
				said += chunk.toString();
				const url = /Debugger listening on (ws:\/\/\S+)/.exec(said)?.[1];
				if (!url) return;
				child.stderr?.off("data", listen);
				resolve(url);
			};
			child.stderr?.on("data", listen);
			child.once("exit", () => reject(new Error("The process ended before it told its memory.")));
			child.kill("SIGUSR1");
		});
		return address;
	};
}

/**
 * What a Node process holds, in kB: its heap once the garbage is collected, and what it has outside of the heap. Resident
 * memory says less of it: V8 lets its young generation grow to 48 MB under load, whatever a stream weighs.
 */
export async function heldKb(inspector: string): Promise<number> {
	const socket = new WebSocket(inspector);
	const timer = setTimeout(() => socket.close(), answersWithinMs);
	try {
		await once(socket, "open");
		await ask(socket, 1, "HeapProfiler.collectGarbage");
		const expression = "(({ heapUsed, external }) => heapUsed + external)(process.memoryUsage())";
		const { result } = await ask<{ result: { value: number } }>(socket, 2, "Runtime.evaluate", { expression });
		return result.value / 1024;
	} finally {
		clearTimeout(timer);
		socket.close();
	}
}

async function ask<Answer>(socket: WebSocket, id: number, method: string, params: object = {}): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const settle = (outcome: () => void) => {
			socket.removeEventListener("message", read);
			socket.removeEventListener("close", leave);
			outcome();
		};
		const read = ({ data }: { data: unknown }) => {
			const answer = JSON.parse(String(data)) as { id?: number; result?: Answer; error?: { message: string } };
			if (answer.id !== id) return;
			const { result, error } = answer;
			settle(() => (result ? resolve(result) : reject(new Error(error?.message ?? `${method} gave nothing.`))));
		};
		const leave = () => settle(() => reject(new Error(`The process did not answer to ${method}.`)));
		socket.addEventListener("message", read);
		socket.addEventListener("close", leave);
		socket.send(JSON.stringify({ id, method, params }));
	});
}
