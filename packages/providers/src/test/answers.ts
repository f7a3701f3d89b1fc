import { join } from "node:path";
import { adapters } from "../adapter.ts";
import { decodeAnswer } from "../decode.ts";
import type { ChatEvent } from "../types.ts";
import type { ProviderType } from "../vocabulary.ts";
import { type Exchange, type Outcome, readExchanges } from "./wire.ts";

/** Recordings of anybody's, in the format of the fixtures here; without it, the fixtures. */
const directory = process.env.WIRE_DIR ?? join(import.meta.dirname, "../fixtures");

export const exchanges = readExchanges(directory);

export const answerKinds = new Set(["stream", "chat", "stream-ndjson", "stream-jsonarray"]);
/** Other APIs than the chat ones, which nothing here calls. */
const otherApi = /\/(?:responses|completions)$/;
const isChat = ({ kind, path }: Exchange): boolean =>
	answerKinds.has(kind) && (!otherApi.test(path) || path.endsWith("/chat/completions"));

/** The exchanges that hold an answer of a chat API. */
export const answers = exchanges.filter(isChat);

/** What the decoder says of a body that comes in these reads and then ends. */
export function decode(provider: ProviderType, reads: Iterable<Uint8Array>): ChatEvent[] {
	const decoder = decodeAnswer(provider, adapters[provider].reader());
	const events: ChatEvent[] = [];
	for (const bytes of reads) events.push(...decoder.push(bytes));
	return [...events, ...decoder.close()];
}

/** The sum of an answer's events; throws where they have no end, or one that is not the last of them. */
export function outcomeOf(events: ChatEvent[]): Outcome {
	const end = events.filter((event) => event.type === "finish" || event.type === "failed");
	const last = events.at(-1);
	if (end.length !== 1 || end[0] !== last) throw new Error("There must be one end, and it must be the last event.");
	const usages = events.filter((event) => event.type === "usage");
	return {
		text: events.map((event) => (event.type === "text" ? event.text : "")).join(""),
		reasoning: events.map((event) => (event.type === "reasoning" ? event.text : "")).join(""),
		toolCalls: events.flatMap((event) => (event.type === "toolCall" ? [event.call] : [])),
		end: last?.type === "finish" ? last.finishReason : "failed",
		reason: last?.type === "failed" ? last.failure.reason : null,
		usage: usages.length === 1 && usages[0] ? { ...usages[0].usage } : null,
	};
}
