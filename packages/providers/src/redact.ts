const mark = "[redacted]";

/** What a key is made of. */
const body = "[A-Za-z0-9_.\\-*…]";

/** Shapes that are redacted whole. Too much is better than too little: a message loses an id, not a secret its safety. */
const shapes: readonly RegExp[] = [
	// OpenAI, OpenRouter, Anthropic, DeepSeek, Stripe-like and our own test keys; also masked ("sk-inval****-key").
	new RegExp(`\\b(?:sk|pk|rk)[-_]${body}+`, "g"),
	// Groq, xAI, Together, Cerebras, Hugging Face, Replicate, Perplexity, NVIDIA, Fireworks, GitHub, Slack.
	new RegExp(`\\b(?:gsk_|xai-|tgp_|csk-|hf_|r8_|pplx-|nvapi-|fw_|gh[pousr]_|github_pat_|xox[a-z]-)${body}{4,}`, "g"),
	// Google: API keys and OAuth tokens.
	/\bAIza[\w\-*…]{4,}/g,
	/\b(?:ya29\.|AQ\.)[\w\-.*…]{8,}/g,
	// JSON Web Tokens.
	/\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g,
	// Mistral, Cohere, Together and Azure keys have no prefix: long unbroken runs of letters and digits.
	/\b(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{32,}\b/g,
];

/** Words after which a secret stands; the words stay. */
const introduced: readonly RegExp[] = [
	/\b((?:Bearer|Basic)\s+)[^\s"',;]+/gi,
	/([?&](?:key|api[_-]?key|access[_-]?token|token|sig|signature|secret|password)=)[^&\s"'<>]+/gi,
	/((?:api[ _-]?key|x-goog-api-key|x-api-key|authorization|access[_-]?token|secret|password)(?: ID| provided)?["']?\s*[:=]\s*["'<]?)(?!\[redacted\]|Bearer|Basic)[^\s"',;>]+/gi,
	/(\/\/)[^\s/@:]*:[^\s/@]+(?=@)/g,
];

/** Words one by one: an expression that looks for asterisks takes the cube of a long word's length to find none. */
const word = /[^\s"'`]+/g;

/** A word masked with asterisks is redacted from the name on that introduces it. */
function withoutMasked(text: string): string {
	const stars = text.indexOf("***");
	if (stars < 0) return text;
	const start = Math.max(text.lastIndexOf(":", stars), text.lastIndexOf("=", stars)) + 1;
	return /\w/.test(text.slice(start)) ? `${text.slice(0, start)}${mark}` : text;
}

/**
 * The text with everything key-like replaced by `[redacted]`: the given secrets in any spelling a URL gives them, keys
 * in the shapes of all providers, masked echoes of keys, bearer tokens, and secrets in queries and header lines.
 */
export function redactSecrets(text: string, secrets: readonly (string | null)[] = []): string {
	let safe = text;
	for (const secret of secrets) {
		// A shorter one would tear ordinary words apart, and is no secret.
		if (!secret || secret.length < 6) continue;
		safe = safe.replaceAll(secret, mark).replaceAll(encodeURIComponent(secret), mark);
	}
	for (const pattern of introduced) safe = safe.replace(pattern, `$1${mark}`);
	for (const pattern of shapes) safe = safe.replace(pattern, mark);
	return safe.replace(word, withoutMasked);
}
