import type { Capability, FactSource, FailureReason, ProviderType } from "./vocabulary.ts";

/** Where a call goes and with which key. The base URL keeps its version segment, as vendors' SDKs have it. */
export interface Target {
	provider: ProviderType;
	baseUrl: string;
	/** Plaintext, in memory only. Some custom servers need none. */
	secret: string | null;
	/** True only for addresses the operator trusts: the built-in Sandbox, or ALLOW_PRIVATE_UPSTREAMS. */
	allowPrivate: boolean;
}

export type ContentPart = { type: "text"; text: string } | { type: "image"; mediaType: string; base64: string };

export interface ToolCall {
	id: string;
	name: string;
	/** The JSON text of the arguments, exactly as the model wrote it. */
	arguments: string;
}

export type Message =
	| { role: "system"; content: string }
	| { role: "user"; content: string | ContentPart[] }
	| { role: "assistant"; content: string; toolCalls?: ToolCall[] }
	| { role: "tool"; toolCallId: string; content: string };

export interface ToolDefinition {
	name: string;
	description?: string;
	/** JSON Schema of the arguments. */
	parameters: Record<string, unknown>;
}

/** One chat call in our words; an adapter turns it into its provider's. Absent means: the provider's default. */
export interface ChatRequest {
	/** The provider's own model id, without our provider prefix. */
	model: string;
	messages: Message[];
	stream: boolean;
	temperature?: number;
	maxTokens?: number;
	topP?: number;
	stop?: string[];
	seed?: number;
	reasoningEffort?: "minimal" | "low" | "medium" | "high";
	jsonSchema?: { name: string; schema: Record<string, unknown> };
	tools?: ToolDefinition[];
}

/**
 * Tokens of one call, one meaning for every provider: `inputTokens` counts every prompt token, cached ones included;
 * `outputTokens` counts every generated token, reasoning included. Parts are 0 when the provider says none, and the
 * whole is `null` when the provider did not say; so is the reasoning, which many count as output without a word.
 */
export interface Usage {
	inputTokens: number | null;
	cachedInputTokens: number;
	/** Tokens written to a cache that lives 5 minutes (or has no stated life). */
	cacheWriteTokens: number;
	/** Tokens written to a cache that lives an hour; not part of `cacheWriteTokens`. */
	cacheWrite1hTokens: number;
	outputTokens: number | null;
	/** `null` when the usage has no field for it, which is not 0: the model may have thought, within its output. */
	reasoningTokens: number | null;
	audioInputTokens: number;
	cachedAudioInputTokens: number;
	audioOutputTokens: number;
	/** The part of the output that is pictures; absent when there is none. */
	imageOutputTokens?: number;
	/** Units the provider bills where they differ from what it counts (Cohere). */
	billedInputTokens?: number;
	billedOutputTokens?: number;
	/** What the provider says it charged, as a decimal string in USD. */
	billedUsd?: string;
	/** Served in the US alone, which Anthropic bills above its list; a workspace may be set to it. */
	isUsOnly?: true;
	/** The usage object exactly as received (the last one wins). */
	raw: unknown;
}

/** Why a call failed, as data. `message` is safe to show: nothing key-like and no upstream URL is left in it. */
export interface Failure {
	reason: FailureReason;
	message: string;
	retryable: boolean;
	/** How long the provider asked us to wait, in milliseconds. */
	retryAfterMs?: number;
	/** The HTTP status that the provider answered with, if it answered. */
	status?: number;
	/** Nobody here waited any longer: the provider may still be at work, and bill it. */
	gaveUp?: true;
}

export const finishReasons = ["stop", "length", "tool_calls", "content_filter", "other"] as const;
export type FinishReason = (typeof finishReasons)[number];

/**
 * What a call yields. Text and reasoning that arrived in one read come as one event. Every call ends with exactly one
 * `finish` or `failed`, also on abort (`failed` with reason `cancelled`); an adapter never throws.
 */
export type ChatEvent =
	| { type: "text"; text: string }
	| { type: "reasoning"; text: string }
	| { type: "toolCall"; call: ToolCall }
	| { type: "usage"; usage: Usage }
	| { type: "finish"; finishReason: FinishReason; model: string | null; upstreamId: string | null }
	| { type: "failed"; failure: Failure };

export interface CallOptions {
	signal?: AbortSignal;
	/** Milliseconds until response headers (default 60 000) and between two reads (default 60 000). */
	headersTimeoutMs?: number;
	idleTimeoutMs?: number;
	/** How often a failure that passes is tried again before anything of the answer has come (default 2). */
	maxRetries?: number;
	/** Asked before each further attempt: what nobody waits for any more is not begun anew. */
	mayRetry?: () => boolean;
	/** Called when the request was handed to the socket: from here on the provider may bill. */
	onSent?: () => void;
	/** Called when that is over again: the provider refused it, or it failed without an answer and is tried again after a wait. */
	onRefused?: () => void;
	/** Told of an error that is of our own making; the call's failure says no more than that there was one. */
	onBroken?: (error: unknown) => void;
}

/** A model as a provider's own listing tells it; a field the listing does not have is absent. */
export interface ListedModel {
	id: string;
	displayName?: string;
	contextLength?: number;
	maxOutputTokens?: number;
	capabilities?: Capability[];
	price?: Price;
	/** Why the price that is listed was refused, for a person; `price` is absent then. */
	refusedPrice?: string;
	deprecationDate?: string;
	/** The provider's own id of the model that it recommends instead. */
	replacedBy?: string;
	/** Since when the list has the model; what a server of one's own writes here is when it loaded the file. */
	createdAt?: string;
	/** ISO date: what came later the model was not trained on. */
	knowledgeCutoff?: string;
}

/** One page of a listing: the models so far are the sum of the pages. */
export interface ListPage {
	page: number;
	models: ListedModel[];
}

export const testStages = ["reach", "authenticate", "list"] as const;
export type TestStageName = (typeof testStages)[number];
export interface TestStage {
	stage: TestStageName;
	ok: boolean;
	latencyMs: number;
	/** Only on `list`. */
	modelsFound?: number;
	failure?: Failure;
}

/** Every class that some provider bills; per 1M tokens in USD unless the name says otherwise. */
export const priceClasses = [
	"input",
	"cachedInput",
	"cacheWrite",
	"cacheWrite1h",
	"output",
	"reasoning",
	"audioInput",
	"cachedAudioInput",
	"audioOutput",
	"imageInput",
	"imageOutput",
] as const;
export type PriceClass = (typeof priceClasses)[number];

/** Decimal strings, USD per 1M tokens. A class that is absent is unknown, or falls back as `cost.ts` documents. */
export type PriceRates = Partial<Record<PriceClass, string>>;

export interface PriceTier {
	/** The tier holds when the call's input tokens are above this; the first tier has 0. */
	aboveInputTokens: number;
	rates: PriceRates;
}

/** A dated price. Tiers are sorted upwards and there is at least one. */
export interface Price {
	tiers: PriceTier[];
	/** USD per request, as a decimal string, where the provider bills one. */
	perRequest?: string;
	source: FactSource;
	/** ISO date on which the source was read or said to hold. */
	asOf: string;
}
