import type { ProviderType } from "./vocabulary.ts";

/** What people and forms need to know of a provider; pure data, so that any package may take it. */
export interface ProviderInfo {
	displayName: string;
	description: string;
	/** How its keys look, in words. */
	keyFormat: string;
	/** A regular expression that today's keys match: a hint while typing, never a reason to refuse a key. */
	keyPattern: string | null;
	supportsTest: boolean;
	/** The header that carries the key. */
	authType: "bearer" | "x-api-key" | "x-goog-api-key";
	/**
	 * Whether an answer is billed to its end though the connection was closed. By OpenRouter's documentation on cancelling
	 * streams: OpenAI, Anthropic, Cohere and Together stop, Groq, Google and Mistral do not. OpenRouter itself routes to
	 * either kind; a custom endpoint is taken to stop.
	 */
	billsWhenAborted: boolean;
	/** Where a person makes a key. */
	getKeyUrl: string | null;
	/** With its version segment, as the vendor's SDK has it; null where only the operator knows it. */
	defaultBaseUrl: string | null;
	/** `<envPrefix>_API_KEY` and `<envPrefix>_BASE_URL` are the operator's fallbacks. */
	envPrefix: string;
}

export const providerInfo: Readonly<Record<ProviderType, Readonly<ProviderInfo>>> = {
	openrouter: {
		displayName: "OpenRouter",
		description: "One key for several hundred models of many makers.",
		keyFormat: "sk-or-v1-…",
		keyPattern: "^sk-or-",
		supportsTest: true,
		authType: "bearer",
		billsWhenAborted: false,
		getKeyUrl: "https://openrouter.ai/settings/keys",
		defaultBaseUrl: "https://openrouter.ai/api/v1",
		envPrefix: "OPENROUTER",
	},
	openai: {
		displayName: "OpenAI",
		description: "GPT and o-series models from OpenAI.",
		keyFormat: "sk-… or sk-proj-…",
		keyPattern: "^sk-(?!or-|ant-)",
		supportsTest: true,
		authType: "bearer",
		billsWhenAborted: false,
		getKeyUrl: "https://platform.openai.com/api-keys",
		defaultBaseUrl: "https://api.openai.com/v1",
		envPrefix: "OPENAI",
	},
	anthropic: {
		displayName: "Anthropic",
		description: "Claude models from Anthropic.",
		keyFormat: "sk-ant-…",
		keyPattern: "^sk-ant-",
		supportsTest: true,
		authType: "x-api-key",
		billsWhenAborted: false,
		getKeyUrl: "https://console.anthropic.com/settings/keys",
		defaultBaseUrl: "https://api.anthropic.com/v1",
		envPrefix: "ANTHROPIC",
	},
	google: {
		displayName: "Google Gemini",
		description: "Gemini and Gemma models through Google's Gemini API.",
		keyFormat: "AIza…, 39 characters",
		keyPattern: "^(AIza[0-9A-Za-z_-]{35}|AQ\\..+)$",
		supportsTest: true,
		authType: "x-goog-api-key",
		billsWhenAborted: true,
		getKeyUrl: "https://aistudio.google.com/apikey",
		defaultBaseUrl: "https://generativelanguage.googleapis.com/v1beta",
		envPrefix: "GOOGLE",
	},
	cohere: {
		displayName: "Cohere",
		description: "Command, Embed and Rerank models from Cohere.",
		keyFormat: "40 letters and digits",
		keyPattern: "^[0-9A-Za-z]{40}$",
		supportsTest: true,
		authType: "bearer",
		billsWhenAborted: false,
		getKeyUrl: "https://dashboard.cohere.com/api-keys",
		defaultBaseUrl: "https://api.cohere.com/v2",
		envPrefix: "COHERE",
	},
	groq: {
		displayName: "Groq",
		description: "Open models at high speed on Groq's own chips.",
		keyFormat: "gsk_…",
		keyPattern: "^gsk_",
		supportsTest: true,
		authType: "bearer",
		billsWhenAborted: true,
		getKeyUrl: "https://console.groq.com/keys",
		defaultBaseUrl: "https://api.groq.com/openai/v1",
		envPrefix: "GROQ",
	},
	together: {
		displayName: "Together AI",
		description: "Open models for chat, embeddings and images from Together.",
		keyFormat: "64 hexadecimal digits, or tgp_v1_…",
		keyPattern: "^([0-9a-f]{64}|tgp_.+)$",
		supportsTest: true,
		authType: "bearer",
		billsWhenAborted: false,
		getKeyUrl: "https://api.together.ai/settings/api-keys",
		defaultBaseUrl: "https://api.together.xyz/v1",
		envPrefix: "TOGETHER",
	},
	mistral: {
		displayName: "Mistral AI",
		description: "Mistral, Ministral, Magistral and Codestral models from Mistral AI.",
		keyFormat: "32 letters and digits",
		keyPattern: "^[0-9A-Za-z]{32}$",
		supportsTest: true,
		authType: "bearer",
		billsWhenAborted: true,
		getKeyUrl: "https://console.mistral.ai/api-keys",
		defaultBaseUrl: "https://api.mistral.ai/v1",
		envPrefix: "MISTRAL",
	},
	custom: {
		displayName: "Custom (OpenAI-compatible)",
		description: "Any server that speaks OpenAI's chat API, such as vLLM, Ollama or LiteLLM.",
		keyFormat: "whatever the server expects",
		keyPattern: null,
		supportsTest: true,
		authType: "bearer",
		billsWhenAborted: false,
		getKeyUrl: null,
		defaultBaseUrl: null,
		envPrefix: "CUSTOM",
	},
};
