import { getStream, post } from "../ask.ts";
import type { Hub } from "../hub.ts";

/** What following eight runs took, from their start to the end of the last. */
export interface FanOut {
	name: string;
	connections: number;
	bytes: number;
	/** Processor milliseconds of the server, the runs themselves included. */
	cpuMs: number | null;
}

/** Starts these models on one prompt; returns their runs' ids. */
export async function startGroup(hub: Hub, modelIds: string[], prompt: string, maxTokens: number): Promise<string[]> {
	const started = await post(`${hub.url}/trpc/testing.groups.start`, hub.token, {
		groupId: crypto.randomUUID(),
		modelIds,
		messages: [{ role: "user", content: prompt }],
		parameters: { maxTokens },
	});
	const answer = await started.body.text();
	if (started.statusCode !== 200) throw new Error(`Status ${started.statusCode}: ${answer.slice(0, 300)}`);
	const { members } = (JSON.parse(answer) as { result: { data: { members: { runId: string | null }[] } } }).result.data;
	return members.map(({ runId }) => {
		if (runId === null) throw new Error(`A run was refused: ${answer.slice(0, 300)}`);
		return runId;
	});
}

/** Follows the runs over one stream for all, or over one each, and adds up what came. */
export async function follow(hub: Hub, runIds: string[], together: boolean): Promise<FanOut> {
	const before = hub.child.cpuMs();
	const paths = together
		? [`testing.eventsOf?input=${encodeURIComponent(JSON.stringify({ runIds }))}`]
		: runIds.map((runId) => `testing.events?input=${encodeURIComponent(JSON.stringify({ runId }))}`);
	const bytes = await Promise.all(paths.map((path) => countBytes(`${hub.url}/trpc/${path}`, hub.token)));
	const after = hub.child.cpuMs();
	return {
		name: together ? "one connection for all" : "one connection each",
		connections: paths.length,
		bytes: bytes.reduce((sum, count) => sum + count, 0),
		cpuMs: before === null || after === null ? null : after - before,
	};
}

async function countBytes(url: string, token: string): Promise<number> {
	const { statusCode, body } = await getStream(url, token);
	let count = 0;
	for await (const chunk of body as AsyncIterable<Buffer>) {
		if (statusCode !== 200) throw new Error(`Status ${statusCode}: ${chunk.toString()}`);
		count += chunk.length;
		// The stream of a subscription says that it is over, and leaves closing to the reader.
		if (chunk.includes("event: return")) break;
	}
	return count;
}
