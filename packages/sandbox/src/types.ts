import type { Hold } from "./hold.ts";

/** The nine wires, by the name the rest of the world gives the provider. */
export const providerNames = [
	"openrouter",
	"openai",
	"anthropic",
	"google",
	"cohere",
	"groq",
	"together",
	"mistral",
	"custom",
] as const;
export type ProviderName = (typeof providerNames)[number];

/** The ways a call can be made to fail; on the other side of the wire they are the members of one closed union. */
export const failureNames = [
	"unauthorized",
	"forbidden",
	"quota",
	"rate_limited",
	"model_not_found",
	"context_length",
	"content_filtered",
	"bad_request",
	"overloaded",
	"timeout",
	"unreachable",
	"bad_response",
	"unknown",
] as const;
export type FailureName = (typeof failureNames)[number];

export type FinishName = "stop" | "length" | "tool_calls" | "content_filter";

/** What a call was for: a chat, a page of the model list, one model, or a look at the key. */
export type CallKind = "chat" | "models" | "model" | "key" | "other";

interface ToolCallScript {
	name: string;
	/** Sent as its JSON text; a string is sent as it is, so that broken JSON can be sent too. */
	arguments: unknown;
}

/** Tokens that the sandbox claims; absent parts are counted by its own rule (see `tokens.ts`). */
interface UsageScript {
	inputTokens?: number;
	outputTokens?: number;
	reasoningTokens?: number;
	cachedInputTokens?: number;
	cacheWriteTokens?: number;
	/** What is billed where that is said apart from what is counted (Cohere). */
	billedInputTokens?: number;
	billedOutputTokens?: number;
}

/**
 * How one call shall be answered. A "chunk" is one piece of content (text, reasoning or tool arguments); frames that
 * only open or close a stream are not counted, so numbers mean the same on every wire.
 */
export interface Behaviour {
	/** Only for calls of this provider or kind; the first behaviour in the queue that fits is taken. */
	provider?: ProviderName;
	kind?: CallKind;
	/** How many calls it serves before it is used up (default 1, `Infinity` until `reset`). */
	times?: number;

	/** Refuse the call; with `afterChunks`, begin to stream and fail there. */
	fail?: FailureName;
	/** Chunks before `fail` or `cut` takes effect. */
	afterChunks?: number;
	/** End the body there, cleanly but without any closing frame. */
	cut?: boolean;
	/** Send the error body under HTTP 200. */
	errorInBody?: boolean;
	/** Milliseconds that a `rate_limited` or `overloaded` answer asks to wait (default 2 000 and none). */
	retryAfterMs?: number;

	/** Leave out the closing mark: `[DONE]`, `message_stop`. */
	noDone?: boolean;
	noUsage?: boolean;

	/** Milliseconds between the request and the first byte. */
	ttftMs?: number;
	/** Pace of the stream; 0 is as fast as possible. `chunkDelayMs` wins when both are set. */
	tokensPerSecond?: number;
	chunkDelayMs?: number;
	/** Tokens in a chunk (default 1). */
	tokensPerChunk?: number;
	/** Write exactly this many bytes at a time, wherever that splits a frame or a character. */
	splitBytes?: number;

	/** Answer with exactly this text. */
	text?: string;
	/** Answer with exactly this many tokens. */
	tokens?: number;
	/** Reasoning before the text. */
	reasoning?: string;
	/** Call a tool; `true` calls the first one that the request declares. */
	toolCall?: ToolCallScript | true;
	usage?: UsageScript;
	finish?: FinishName;
	/** The model id that the answer reports (default: the one asked for). */
	reportedModel?: string;

	/** Stand still until released: before the headers, or after `holdAfterChunks` chunks. */
	hold?: Hold;
	holdAfterChunks?: number;

	/** Serve this recorded exchange instead (see `createReplay`). */
	replay?: string;
}

/** One call as the sandbox saw it. The object lives: its numbers grow while the call runs. */
export interface SandboxCall {
	readonly id: number;
	readonly provider: ProviderName;
	readonly kind: CallKind;
	readonly method: string;
	/** Path below the provider's root, as the real host would see it, without the query. */
	readonly path: string;
	/** Query parameters, without any key. */
	readonly query: Readonly<Record<string, string>>;
	/** Which header (or `?key=`) carried a key, and the SHA-256 of the key in hex; the key itself is not kept. */
	readonly auth: { readonly header: string; readonly sha256: string } | null;
	/** Request headers except those that carry secrets. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: unknown;
	readonly model: string | null;
	readonly stream: boolean;
	/** Milliseconds since the epoch. */
	readonly startedAt: number;
	status: number | null;
	chunksSent: number;
	/** The whole answer was handed to the socket. */
	finished: boolean;
	/** When the client left before the answer was complete, else null. */
	abortedAt: number | null;
}

/** A model as the lists show it; wires show the fields that they have. */
export interface SandboxModel {
	id: string;
	displayName: string;
	contextLength: number;
	maxOutputTokens: number;
	capabilities: readonly ("chat" | "vision" | "tools" | "json" | "reasoning")[];
	/** USD per 1M tokens, as decimal strings; only some wires list prices. */
	inputPer1M: string;
	outputPer1M: string;
	/** USD per 1M tokens and per request, where they are billed apart; OpenRouter's wire lists and bills them. */
	cachedInputPer1M?: string;
	perRequest?: string;
	/** ISO date. */
	createdAt: string;
	/** ISO date; only some wires list it. */
	knowledgeCutoff?: string;
	/** The rhythm of its answers when nothing else sets one. */
	tokensPerSecond?: number;
	ttftMs?: number;
	/** ISO date of its end, and what takes its place; only some wires list them. */
	deprecationDate?: string;
	replacedBy?: string;
}

/** Tokens as the sandbox counts and bills them. `output` includes `reasoning`, `input` includes both cache parts. */
export interface Counted {
	input: number;
	cachedInput: number;
	cacheWrite: number;
	output: number;
	reasoning: number;
	billedInput: number;
	billedOutput: number;
}

export interface ToolCallAnswer {
	id: string;
	name: string;
	arguments: string;
}

/** What the sandbox will say, before a wire puts it into its own words. */
export interface Answer {
	/** Unique a call, hexadecimal. */
	id: string;
	model: string;
	/** Seconds since the epoch. */
	created: number;
	reasoning: string[];
	text: string[];
	toolCall: ToolCallAnswer | null;
	finish: FinishName;
	usage: Counted | null;
	/** What the call costs by the sandbox's listed prices, USD. */
	costUsd: number;
	done: boolean;
}
