import { asList, asRecord, asText, parseJson } from "./json.ts";

/** What an error body says, whatever its envelope. */
export interface ErrorBody {
	message: string;
	/** Every machine word in it (type, code, status, reason), in lower case. */
	words: Set<string>;
	/** A status that stands inside the body: all there is when the error came under HTTP 200. */
	status?: number;
	details?: unknown;
	metadata?: unknown;
	/** True when the body is a web page. */
	isHtml: boolean;
}

const statusOf = (value: unknown): number | undefined => {
	const number = typeof value === "string" ? Number(value) : value;
	return typeof number === "number" && Number.isInteger(number) && number >= 400 && number <= 599 ? number : undefined;
};

/** What a provider says further on is read by nobody, and telling its meaning takes the square of its length. */
const longestMessage = 4_000;

/** The beginning of a text. A word is not cut in two: half of a key would not be known for one. */
export const beginningOf = (text: string, length: number): string =>
	text.length > length ? text.slice(0, length).replace(/\s\S*$/, "") : text;

/** Deeper than this lies no word, only somebody's wish to exhaust the stack. */
const deepest = 3;

const collectWords = (from: Record<string, unknown>, words: Set<string>, depth = 0): void => {
	if (depth > deepest) return;
	for (const name of ["type", "code", "status", "error_type", "reason"]) {
		const word = asText(from[name]);
		if (word) words.add(word.toLowerCase());
	}
	const inner = asRecord(from.innererror);
	if (inner) collectWords(inner, words, depth + 1);
	for (const detail of asList(from.details).map(asRecord)) {
		if (detail) collectWords(detail, words, depth + 1);
		for (const violation of asList(detail?.violations).map(asRecord)) {
			const quota = asText(violation?.quotaId);
			if (quota) words.add(quota.toLowerCase());
		}
	}
};

/** FastAPI's list of validation errors, as words: "body.messages: field required". */
const validationText = (detail: unknown): string | undefined => {
	const lines = asList(detail)
		.map(asRecord)
		.map((item) => [asList(item?.loc).join("."), asText(item?.msg)].filter(Boolean).join(": "));
	return lines.length ? lines.join("; ") : asText(detail);
};

/**
 * Reads an error body: OpenAI's, Anthropic's, Google's, Cohere's, Mistral's and FastAPI's envelopes, OpenRouter's with
 * the upstream's own error inside, a bare text, a web page. Never throws.
 */
export function readErrorBody(text: string): ErrorBody {
	const parsed = parseJson(text);
	const root = asRecord(Array.isArray(parsed) ? parsed[0] : parsed);
	if (!root) {
		const isHtml = /^\s*<(?:!doctype|html|head|body|\?xml)/i.test(text);
		return { message: isHtml ? "" : beginningOf(text.trim(), longestMessage), words: new Set(), isHtml };
	}
	const words = new Set<string>();
	const error = asRecord(root.error) ?? asRecord(root.detail) ?? asRecord(root.message) ?? root;
	collectWords(root, words);
	collectWords(error, words);
	const metadata = asRecord(error.metadata);
	const upstream = asText(metadata?.raw);
	const inner = upstream ? readErrorBody(upstream) : undefined;
	for (const word of inner?.words ?? []) words.add(word);
	const own =
		asText(error.message) ?? asText(error.msg) ?? asText(root.error) ?? validationText(root.detail ?? error.detail);
	const by = asText(metadata?.provider_name);
	const reasons = asList(metadata?.reasons).filter((reason) => typeof reason === "string");
	const message = inner?.message ? `${by ? `${by}: ` : ""}${inner.message}` : (own ?? asText(root.message) ?? "");
	return {
		message: beginningOf(reasons.length ? `${message} (${reasons.join(", ")})` : message, longestMessage),
		words,
		status:
			statusOf(error.code) ?? statusOf(error.status_code) ?? statusOf(error.status) ?? statusOf(root.raw_status_code),
		details: error.details,
		metadata,
		isHtml: false,
	};
}
