import { loadTokenCounter } from "@llm-hub/providers";

/** Counting after every token would cost more than the tokens. */
const countEvery = 200;

/**
 * Says of each piece of an answer whether the whole is now longer than `limit` tokens; null is no limit. A token is at
 * least one byte, so nothing is counted before the limit can be near.
 */
export async function createOutputGuard(limit: number | null): Promise<(piece: string) => boolean> {
	if (limit === null) return () => false;
	const count = await loadTokenCounter();
	let [bytes, tokens, pending] = [0, 0, ""];
	return (piece) => {
		bytes += Buffer.byteLength(piece);
		pending += piece;
		if (bytes <= limit || pending.length < Math.min(countEvery, limit)) return false;
		tokens += count(pending);
		pending = "";
		return tokens > limit;
	};
}
