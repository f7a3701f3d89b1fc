/**
 * The words that every layer shares, from the table to the browser: no imports, so that any package may take them.
 */

/** The nine provider types. `custom` stands for any OpenAI-compatible server and is the only one with a base URL of its own. */
export const providerTypes = [
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
export type ProviderType = (typeof providerTypes)[number];

/** What a model can do, in one vocabulary across providers. */
export const capabilities = ["chat", "vision", "tools", "json", "reasoning", "audio", "embeddings", "image"] as const;
export type Capability = (typeof capabilities)[number];

/** Other systems' words for our capabilities, accepted wherever a person or a client filters. */
export const capabilitySynonyms: Readonly<Record<string, Capability>> = {
	completion: "chat",
	function_calling: "tools",
};

/** Why an upstream call failed: one closed union on every door, in history and in metrics. */
export const failureReasons = [
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
	"cancelled",
	"unknown",
] as const;
export type FailureReason = (typeof failureReasons)[number];

/** How a cost came to be known; `unpriced` is shown as unknown and never as 0. */
export const costStates = ["billed", "computed", "estimated", "free", "unpriced"] as const;
export type CostState = (typeof costStates)[number];

/** What is known of a model's price as a whole. */
export const priceStates = ["priced", "free", "unknown"] as const;
export type PriceState = (typeof priceStates)[number];

/** What a price may have a rate for, in words, in the order in which people read them. */
export const priceClassNames = {
	input: "Input",
	cachedInput: "Cached input",
	cacheWrite: "Cache write (5 min)",
	cacheWrite1h: "Cache write (1 h)",
	output: "Output",
	reasoning: "Reasoning",
	audioInput: "Audio input",
	cachedAudioInput: "Cached audio input",
	audioOutput: "Audio output",
	imageInput: "Image input",
	imageOutput: "Image output",
} as const;

/** Where a price or a fact was read. */
export const factSources = ["override", "provider", "genai-prices", "seed", "sandbox"] as const;
export type FactSource = (typeof factSources)[number];

/** What a request may set beside its text. */
export const requestParameters = [
	"temperature",
	"topP",
	"stop",
	"seed",
	"reasoningEffort",
	"jsonSchema",
	"tools",
	"images",
] as const;
export type RequestParameter = (typeof requestParameters)[number];
