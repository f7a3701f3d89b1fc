import type { ProviderType } from "./vocabulary.ts";

/** How messages call a provider. */
export const providerNames: Readonly<Record<ProviderType, string>> = {
	openrouter: "OpenRouter",
	openai: "OpenAI",
	anthropic: "Anthropic",
	google: "Google",
	cohere: "Cohere",
	groq: "Groq",
	together: "Together AI",
	mistral: "Mistral",
	custom: "The server",
};
