import type { ProviderName } from "../types.ts";
import { anthropic } from "./anthropic.ts";
import { cohere } from "./cohere.ts";
import { custom } from "./custom.ts";
import { google } from "./google.ts";
import { groq } from "./groq.ts";
import { mistral } from "./mistral.ts";
import { openai } from "./openai.ts";
import { openrouter } from "./openrouter.ts";
import { together } from "./together.ts";
import type { Wire } from "./wire.ts";

/** Every wire by its provider. */
export const wires: Record<ProviderName, Wire> = {
	openrouter,
	openai,
	anthropic,
	google,
	cohere,
	groq,
	together,
	mistral,
	custom,
};
