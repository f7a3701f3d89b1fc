import type { Capability, ProviderType } from "../src/vocabulary.ts";

/** The day on which the tables in this file were last compared with the vendors' pages. */
export const documentedAsOf = "2026-11-23";

export interface DocumentedModel {
	id: string;
	name: string;
	context: number;
	output?: number;
	can: Capability[];
}

const toolsAndJson: Capability[] = ["chat", "tools", "json"];

/** Cohere's models with their limits, from its models page: neither package has them. */
export const cohereModels: DocumentedModel[] = [
	{ id: "command-a-03-2025", name: "Command A", context: 256_000, output: 8_000, can: toolsAndJson },
	{
		id: "command-a-reasoning-08-2025",
		name: "Command A Reasoning",
		context: 256_000,
		output: 32_000,
		can: [...toolsAndJson, "reasoning"],
	},
	{
		id: "command-a-vision-07-2025",
		name: "Command A Vision",
		context: 128_000,
		output: 8_000,
		can: ["chat", "vision", "json"],
	},
	{ id: "command-a-translate-08-2025", name: "Command A Translate", context: 8_000, output: 8_000, can: ["chat"] },
	{ id: "command-r7b-12-2024", name: "Command R7B", context: 128_000, output: 4_000, can: toolsAndJson },
	{ id: "command-r7b-arabic-02-2025", name: "Command R7B Arabic", context: 128_000, output: 4_000, can: toolsAndJson },
	{ id: "command-r-08-2024", name: "Command R 08-2024", context: 128_000, output: 4_000, can: toolsAndJson },
	{ id: "command-r-plus-08-2024", name: "Command R+ 08-2024", context: 128_000, output: 4_000, can: toolsAndJson },
	{ id: "command-r-03-2024", name: "Command R 03-2024", context: 128_000, output: 4_000, can: ["chat", "tools"] },
	{ id: "command-r-plus-04-2024", name: "Command R+ 04-2024", context: 128_000, output: 4_000, can: ["chat", "tools"] },
	{ id: "command", name: "Command", context: 4_000, output: 4_000, can: ["chat"] },
	{ id: "command-light", name: "Command Light", context: 4_000, output: 4_000, can: ["chat"] },
	{ id: "c4ai-aya-expanse-8b", name: "Aya Expanse 8B", context: 8_000, output: 4_000, can: ["chat"] },
	{ id: "c4ai-aya-expanse-32b", name: "Aya Expanse 32B", context: 128_000, output: 4_000, can: ["chat"] },
	{ id: "c4ai-aya-vision-8b", name: "Aya Vision 8B", context: 16_000, output: 4_000, can: ["chat", "vision"] },
	{ id: "c4ai-aya-vision-32b", name: "Aya Vision 32B", context: 16_000, output: 4_000, can: ["chat", "vision"] },
	{ id: "embed-v4.0", name: "Embed v4", context: 128_000, can: ["embeddings", "vision"] },
	{ id: "embed-english-v3.0", name: "Embed English v3", context: 512, can: ["embeddings", "vision"] },
	{ id: "embed-english-light-v3.0", name: "Embed English Light v3", context: 512, can: ["embeddings", "vision"] },
	{ id: "embed-multilingual-v3.0", name: "Embed Multilingual v3", context: 512, can: ["embeddings", "vision"] },
	{
		id: "embed-multilingual-light-v3.0",
		name: "Embed Multilingual Light v3",
		context: 512,
		can: ["embeddings", "vision"],
	},
];

/** Context windows where the tables of facts are behind: Anthropic ended Sonnet 4.5's 1M beta on 2026-04-30. */
export const contexts: Readonly<Record<string, number>> = {
	"anthropic/claude-sonnet-4-5": 200_000,
	"anthropic/claude-sonnet-4-5-20250929": 200_000,
};

/** The day of a model's end, from the vendors' deprecation pages. */
export const ends: Readonly<Record<string, string>> = {
	"openai/gpt-4.5-preview": "2025-07-14",
	"openai/o1-preview": "2025-07-28",
	"openai/o1-preview-2024-09-12": "2025-07-28",
	"openai/o1-mini": "2025-10-27",
	"openai/o1-mini-2024-09-12": "2025-10-27",
	"openai/gpt-4-32k": "2025-06-06",
	"openai/gpt-4-32k-0314": "2025-06-06",
	"openai/gpt-4-32k-0613": "2025-06-06",
	"openai/gpt-4-vision-preview": "2024-12-06",
	"openai/gpt-4-1106-vision-preview": "2024-12-06",
	"openai/gpt-3.5-turbo-0301": "2024-09-13",
	"openai/gpt-3.5-turbo-0613": "2024-09-13",
	"openai/gpt-3.5-turbo-16k-0613": "2024-09-13",
	"anthropic/claude-3-opus-latest": "2026-01-05",
	"anthropic/claude-3-opus-20240229": "2026-01-05",
	"anthropic/claude-3-5-sonnet-20240620": "2025-10-28",
	"anthropic/claude-3-5-sonnet-20241022": "2025-10-28",
	"anthropic/claude-3-7-sonnet-latest": "2026-02-19",
	"anthropic/claude-3-7-sonnet-20250219": "2026-02-19",
	"anthropic/claude-3-5-haiku-latest": "2026-02-19",
	"anthropic/claude-3-5-haiku-20241022": "2026-02-19",
	"google/gemini-1.0-pro-vision-001": "2025-02-15",
	"google/gemini-1.5-flash": "2025-09-24",
	"google/gemini-1.5-flash-8b": "2025-09-24",
	"google/gemini-1.5-pro": "2025-09-24",
	"cohere/c4ai-aya-expanse-8b": "2026-04-04",
	"cohere/command": "2025-09-15",
	"cohere/command-light": "2025-09-15",
	"cohere/command-r-03-2024": "2025-09-15",
	"cohere/command-r-plus-04-2024": "2025-09-15",
	"groq/mixtral-8x7b-32768": "2025-03-20",
	"groq/gemma2-9b-it": "2025-10-08",
	"groq/deepseek-r1-distill-llama-70b": "2025-10-02",
	"groq/llama3-70b-8192": "2025-08-30",
	"groq/llama3-8b-8192": "2025-08-30",
	"groq/llama-3.1-70b-versatile": "2025-01-24",
	"groq/llama-3.3-70b-specdec": "2025-04-14",
	"groq/llama-3.2-11b-vision-preview": "2025-04-14",
	"groq/llama-3.2-1b-preview": "2025-04-14",
	"groq/llama-3.2-3b-preview": "2025-04-14",
	"groq/llama-3.2-90b-vision-preview": "2025-04-14",
	"mistral/mistral-medium-2312": "2025-06-16",
};

/** Ids whose family takes neither a conversation nor tools. */
const notChat = /embed|whisper|transcribe|-tts(?:-|$)|^gpt-image|dall-e|moderation|lyria/i;
const readsImages =
	/gpt-4-turbo(?:$|-2024)|gpt-4o|gpt-4\.|gpt-[5-9]|gpt-chat|computer-use|^o[134](?!-(?:mini-20|preview))|claude-(?:[3-9]|opus|sonnet|haiku|fable)|gemini|gemma-3-(?:4|12|27)|pixtral|llava|vision|[-.]vl|llama-4|grok-(?:4|2-vision)|nova-(?:lite|pro|premier)/i;
const callsTools =
	/gpt-3\.5-turbo(?!-instruct)|gpt-[4-9]|gpt-chat|codex|computer-use|^o[134]|claude-(?:[3-9]|opus|sonnet|haiku|fable)|gemini|command-[ar]|mistral-(?:large|small|medium|nemo|saba)|ministral|magistral|devstral|pixtral|llama-?3[.-][13]|llama-4|qwen-?2\.5-(?:7|72)b|qwen3|deepseek-(?:chat|v3|r1)|kimi|glm-4|grok|nova/i;
const noTools = /-image|audio-preview|search-preview|distill|-0301|-0314|vision-preview|^o1-(?:mini|preview)/i;
const reasons =
	/^o[134](?:$|-)|gpt-[5-9](?!.*chat)|codex-mini|gemini-(?:2\.5|[3-9])(?!.*(?:image|audio|omni))|claude-(?:3[.-]7|[4-9]|(?:opus|sonnet|haiku|fable)-[4-9])|-r1(?:$|-)|qwq|thinking|reason|magistral|deep-research|glm-z1|olympiccoder/i;
const hearsOrSpeaks = /audio|realtime|whisper|transcribe|-tts(?:-|$)|voxtral|-live|native-audio|lyria|omni/i;
const draws = /image|dall-e/i;

/** Capabilities by what vendors document for a family, for ids that no table of facts has. */
export function documentedCapabilities(provider: ProviderType, id: string): Capability[] {
	const name = familyName(id);
	if (/embed/i.test(name)) return ["embeddings"];
	const chats = !notChat.test(name);
	const found: [Capability, boolean][] = [
		["chat", chats],
		["vision", readsImages.test(name) && !/audio|realtime|search|transcribe|-tts|^o[13]-mini/.test(name)],
		["tools", chats && callsTools.test(name) && !noTools.test(name)],
		["json", chats && answersJson(provider, id)],
		["reasoning", chats && reasons.test(name)],
		["audio", hearsOrSpeaks.test(name)],
		["image", draws.test(name)],
	];
	return found.filter(([, has]) => has).map(([capability]) => capability);
}

const jsonByVendor: Readonly<Record<string, RegExp>> = {
	openai:
		/^(?:gpt-3\.5-turbo(?:$|-1106|-0125)|gpt-4-(?:turbo|1106|0125)|gpt-4o|gpt-4\.|gpt-[5-9]|gpt-oss|gpt-chat|codex|o3|o4|o1(?!-mini|-preview)|chatgpt)/,
	anthropic:
		/opus-4[-.][1-9](?!\d)|(?:sonnet|haiku)-4[-.][5-9]|claude-4\.[5-9]|(?:opus|sonnet|haiku)-[5-9]|fable|^claude-(?:opus|sonnet|haiku)-latest$/,
	google: /^gemini-(?!.*(?:image|tts|live|audio|vision-001))/,
	cohere: /^command-(?:a|r)/,
	mistralai: /./,
	groq: /^(?!.*guard)/,
};

/** Whether the vendor documents a JSON mode or JSON schema output for the model. */
export function answersJson(provider: ProviderType, id: string): boolean {
	const name = familyName(id);
	const vendor =
		provider === "openrouter"
			? (id.replace(/^~/, "").split("/")[0] ?? "")
			: provider === "mistral"
				? "mistralai"
				: provider;
	if (/audio|realtime|transcribe|image|whisper|-tts|embed/.test(name)) return false;
	const rule = jsonByVendor[vendor];
	return rule
		? rule.test(name)
		: /deepseek-(?:chat|v3|v4|r1)|qwen3|kimi|glm-[4-9]|llama-?3[.-][13]|llama-4|grok|gpt-oss/i.test(name);
}

/** The model's own name in an id, without the vendor's folder and the variant after the colon. */
function familyName(id: string): string {
	return (id.split("/").at(-1) ?? id).split(":")[0] ?? id;
}
