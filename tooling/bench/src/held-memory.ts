import type { ChildProcess } from "node:child_process";
import { WebSocket } from "undici";

const answersWithinMs = 30_000;

/**
 * Where a Node process, started with an `--inspect-port`, can be asked about itself.
 * @returns starts its inspector at the first call, by SIGUSR1, and gives its address
 */
export function inspectorOf(child: ChildProcess): () => Promise<string> {
	let address: Promise<string> | undefined;
	return () => {
		address ??= inTime("the inspector's address", (resolve, reject) => {
			let said = "";
			child.stderr?.on("data", (chunk: Buffer) => {
				said = (said + chunk.toString()).slice(-4000);
				const url = /Debugger listening on (ws:\/\/\S+)/.exec(said)?.[1];
				if (url) resolve(url);
			});
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
	try {
		await inTime("the inspector", (resolve, reject) => {
			socket.addEventListener("open", resolve);
			socket.addEventListener("close", () => reject(new Error(`${inspector} did not open.`)));
		});
		await ask(socket, 1, "HeapProfiler.collectGarbage");
		const expression = "(({ heapUsed, external }) => heapUsed + external)(process.memoryUsage())";
		const { result } = await ask<{ result: { value: number } }>(socket, 2, "Runtime.evaluate", { expression });
		return result.value / 1024;
	} finally {
		socket.close();
	}
}

const ask = <Answer>(socket: WebSocket, id: number, method: string, params: object = {}): Promise<Answer> =>
	inTime(method, (resolve, reject) => {
		socket.addEventListener("message", ({ data }) => {
			const answer = JSON.parse(String(data)) as { id?: number; result?: Answer; error?: { message: string } };
			if (answer.id !== id) return;
			const { result, error } = answer;
			if (result) resolve(result);
			else reject(new Error(error?.message ?? `${method} gave nothing.`));
		});
		socket.addEventListener("close", () => reject(new Error(`The process did not answer to ${method}.`)));
		socket.send(JSON.stringify({ id, method, params }));
	});

/** @throws Error when it has not come in time */
async function inTime<Value>(what: string, begin: ConstructorParameters<typeof Promise<Value>>[0]): Promise<Value> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`Waited ${answersWithinMs / 1000} s for ${what}.`)), answersWithinMs);
	});
	return Promise.race([new Promise<Value>(begin), late]).finally(() => clearTimeout(timer));
}
