import type { ProviderType } from "@llm-hub/api/schemas";

/** The nine providers as people call them. */
export const providerNames: Record<ProviderType, string> = {
	openrouter: "OpenRouter",
	openai: "OpenAI",
	anthropic: "Anthropic",
	google: "Google Gemini",
	cohere: "Cohere",
	groq: "Groq",
	together: "Together AI",
	mistral: "Mistral AI",
	custom: "Custom",
};
