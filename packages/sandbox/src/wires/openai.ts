import { openAiChatWire } from "./openai-chat.ts";

/** OpenAI keeps reasoning text to itself and sends stream usage only to those who ask for it. */
export const openai = openAiChatWire({
	provider: "openai",
	root: "/openai",
	version: "/v1",
	members: { service_tier: "default", system_fingerprint: "fp_sandbox" },
});
