import type { ChatRequest } from "./types.ts";
import type { ProviderType } from "./vocabulary.ts";

/** What an image of unknown size is counted as. */
interface ImageTokens {
	/** Of 1024 × 1024 pixels. */
	usual: number;
	/** However large it is: it is scaled down before it is counted. */
	most: number;
}

/** OpenAI documents 85 + 170 for each tile of 512 pixels, of which there are at most eight. */
const tiles: ImageTokens = { usual: 765, most: 1_445 };
/** Anthropic documents width × height / 750, and the most for its models of high resolution. */
const claude: ImageTokens = { usual: 1_399, most: 4_784 };
/** Google documents 258 for each tile of 768 pixels; sides end at 3,072. */
const gemini: ImageTokens = { usual: 1_032, most: 4_128 };
/** Nobody else documents it: as OpenAI's, and at most as the most of those who do. */
const elsewhere: ImageTokens = { usual: 765, most: 4_784 };

/**
 * OpenAI's small models count otherwise, and far more than their namesakes: other tiles, or patches of 32 pixels (at most
 * 1,536) times a factor. Whoever serves a model, its id says whose it is; the first that fits.
 */
const byId: readonly (readonly [RegExp, ImageTokens])[] = [
	[/\bgpt-4o-mini\b/, { usual: 25_501, most: 48_169 }],
	[/\bgpt-(?:4\.1|5)[\w.-]*-nano\b/, { usual: 2_520, most: 3_779 }],
	[/\b(?:gpt-(?:4\.1|5)[\w.-]*|o4)-mini\b/, { usual: 1_762, most: 2_642 }],
	[/\b(?:gpt-[45]|chatgpt-|o[134]\b)/, tiles],
	[/\bclaude-/, claude],
	[/\bgemini-/, gemini],
];

const byProvider: Partial<Record<ProviderType, ImageTokens>> = { openai: tiles, anthropic: claude, google: gemini };

/** The tokens of an image in a prompt for a model; without its name, for the provider's usual ones. */
export const imageTokens = (provider: ProviderType, model = ""): ImageTokens =>
	byId.find(([pattern]) => pattern.test(model))?.[1] ?? byProvider[provider] ?? elsewhere;

/** How many images a request sends. */
export const imagesIn = ({ messages }: Pick<ChatRequest, "messages">): number =>
	messages.reduce(
		(sum, { content }) =>
			sum + (typeof content === "string" ? 0 : content.filter(({ type }) => type === "image").length),
		0,
	);
