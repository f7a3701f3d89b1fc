import type { Outlet } from "./outlet.ts";
import type { Answer, Behaviour, SandboxCall } from "./types.ts";
import type { Encoder, WholeAnswer } from "./wires/wire.ts";

export interface Show {
	outlet: Outlet;
	encoder: Encoder;
	answer: Answer;
	behaviour: Behaviour;
	/** Milliseconds between two chunks; 0 is as fast as possible. */
	chunkDelayMs: number;
	call: SandboxCall;
	changed: (call: SandboxCall) => void;
	/** What a failure in mid-stream says. */
	refusal: WholeAnswer | null;
}

type End = "complete" | "gone" | "destroy" | "cut";

/** Joins tokens into chunks of `size`. */
function inChunks(pieces: string[], size: number): string[] {
	if (size <= 1) return pieces;
	const chunks: string[] = [];
	for (let i = 0; i < pieces.length; i += size) chunks.push(pieces.slice(i, i + size).join(""));
	return chunks;
}

const garbage = "data: <html><body><h1>502 Bad Gateway</h1></body></html>\n\n";

/** Fails a stream that has begun, each failure in its own manner. */
async function failNow({ outlet, encoder, behaviour, refusal }: Show): Promise<End> {
	if (behaviour.fail === "timeout") {
		await outlet.flush();
		await outlet.gone();
		return "gone";
	}
	if (behaviour.fail === "bad_response") outlet.add(garbage);
	else if (behaviour.fail !== "unreachable" && refusal) outlet.add(encoder.fail(refusal));
	await outlet.flush(true);
	return behaviour.fail === "unreachable" ? "destroy" : "cut";
}

/**
 * Streams an answer at its pace and says how it ended: `complete`, `cut` (ended early on purpose), `destroy` (the socket
 * shall be torn down) or `gone` (the client left).
 */
export async function play(show: Show): Promise<End> {
	const { outlet, encoder, answer, behaviour, chunkDelayMs, call, changed } = show;
	const size = behaviour.tokensPerChunk ?? 1;
	const reasoning = inChunks(answer.reasoning, size);
	const text = inChunks(answer.text, size);
	const spoken = reasoning.length + text.length;
	let tool: string[] | null = null;
	const frame = (i: number): string | undefined => {
		if (i < reasoning.length) return encoder.reasoning(reasoning[i] ?? "");
		if (i < spoken) return encoder.text(text[i - reasoning.length] ?? "");
		tool ??= answer.toolCall ? encoder.tool(answer.toolCall) : [];
		return tool[i - spoken];
	};
	const stopAt = behaviour.fail || behaviour.cut ? (behaviour.afterChunks ?? 0) : -1;
	const holdAt = behaviour.hold && behaviour.holdAfterChunks !== undefined ? behaviour.holdAfterChunks : -1;
	let startedAt = now();

	outlet.add(encoder.open());
	for (let i = 0; ; i++) {
		if (i === holdAt && behaviour.hold) {
			await outlet.flush();
			const heldAt = now();
			behaviour.hold.arrive();
			await outlet.until(behaviour.hold.released);
			// The pace goes on from there: what was held back does not come in a rush.
			startedAt += now() - heldAt;
		}
		if (outlet.closed) return "gone";
		if (i === stopAt) {
			if (behaviour.fail) return failNow(show);
			await outlet.flush(true);
			return "cut";
		}
		const next = frame(i);
		if (next === undefined) break;
		if (chunkDelayMs > 0 && i > 0) await outlet.sleep(startedAt + i * chunkDelayMs - now());
		outlet.add(next);
		call.chunksSent += 1;
		if (chunkDelayMs > 0 || outlet.full) await outlet.flush();
		changed(call);
	}
	outlet.add(encoder.close());
	await outlet.flush(true);
	return outlet.closed ? "gone" : "complete";
}

const now = () => performance.now();
