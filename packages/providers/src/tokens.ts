import { imageTokens } from "./image-tokens.ts";
import type { ChatRequest, ContentPart, Message } from "./types.ts";
import type { ProviderType } from "./vocabulary.ts";

export interface TokenEstimate {
	tokens: number;
	/** The name of the encoding that counted. */
	tokenizer: string;
}

const tokenizer = "o200k_base";

/** OpenAI's cookbook: every message costs 3 tokens beside its role and content, and 3 more open the answer. */
const tokensPerMessage = 3;
const tokensOfAnswerStart = 3;

/**
 * Counts the tokens of a text or of a conversation with OpenAI's o200k_base. That is exact for text in OpenAI's models
 * since GPT-4o and an estimate for everybody else's, usually within 20 %: a cost made from it has the state `estimated`.
 * The encoding is loaded on first use.
 */
export async function estimateTokens(
	input: string | readonly Message[],
	{ provider, model }: { provider: ProviderType; model?: string | undefined },
): Promise<TokenEstimate> {
	const count = await loadTokenCounter();
	if (typeof input === "string") return { tokens: count(input), tokenizer };
	const { usual: perImage } = imageTokens(provider, model);
	const tokens = input.reduce((sum, message) => sum + tokensOfMessage(message, count, perImage), tokensOfAnswerStart);
	return { tokens, tokenizer };
}

/** What of a request counts as input; the model says how its images are counted. */
export type CountedRequest = Pick<ChatRequest, "messages" | "tools" | "jsonSchema"> &
	Partial<Pick<ChatRequest, "model">>;

/** The tokens of everything that a request sends: its conversation, and the tools and the schema declared beside it. */
export async function estimateRequestTokens(
	{ model, messages, tools, jsonSchema }: CountedRequest,
	{ provider }: { provider: ProviderType },
): Promise<TokenEstimate> {
	const { tokens } = await estimateTokens(messages, { provider, model });
	const count = await loadTokenCounter();
	const declared = [...(tools ?? []), ...(jsonSchema ? [jsonSchema] : [])];
	return { tokens: declared.reduce((sum, part) => sum + count(JSON.stringify(part)), tokens), tokenizer };
}

type Counter = (text: string) => number;
let counter: Promise<Counter> | undefined;

/** Counts the tokens of a text at once, where waiting for each count would be too much. */
export function loadTokenCounter(): Promise<Counter> {
	counter ??= import("gpt-tokenizer/encoding/o200k_base").then(({ countTokens }) => {
		// Text like "<|endoftext|>" is text here, not a command to the model.
		const asText = { disallowedSpecial: new Set<string>() };
		return (text: string) => boundedRuns(text).reduce((sum, piece) => sum + countTokens(piece, asText), 0);
	});
	return counter;
}

/**
 * Byte-pair merging takes the square of the length of an unbroken run: 200,000 Chinese characters without a space would
 * hold the event loop for minutes. Cutting runs at 128 characters keeps it linear, for at most one token more a cut.
 */
function boundedRuns(text: string): string[] {
	const cut = "\u0000";
	return text.replaceAll(/\S{128}(?=\S)|\s{128}(?=\s)/gu, `$&${cut}`).split(cut);
}

function tokensOfMessage(message: Message, count: Counter, perImage: number): number {
	const fixed = tokensPerMessage + count(message.role);
	if (typeof message.content !== "string") {
		return message.content.reduce((sum, part) => sum + tokensOfPart(part, count, perImage), fixed);
	}
	const calls = message.role === "assistant" ? (message.toolCalls ?? []) : [];
	return calls.reduce((sum, call) => sum + count(call.name) + count(call.arguments), fixed + count(message.content));
}

function tokensOfPart(part: ContentPart, count: Counter, perImage: number): number {
	return part.type === "text" ? count(part.text) : perImage;
}
