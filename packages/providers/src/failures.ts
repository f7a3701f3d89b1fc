import { addressAdvice } from "./address-advice.ts";
import { beginningOf, type ErrorBody, readErrorBody } from "./error-body.ts";
import { providerInfo } from "./info.ts";
import { redactSecrets } from "./redact.ts";
import { retryAfterMs } from "./retry-after.ts";
import type { Failure } from "./types.ts";
import type { FailureReason, ProviderType } from "./vocabulary.ts";

/** How messages call a provider within a sentence; a custom one has no name that its reader would know. */
const nameOf = (provider: ProviderType): string =>
	provider === "custom" ? "the server" : providerInfo[provider].displayName;

/** A name, or what begins with one, at the beginning of a sentence. */
const atStart = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

interface Rule {
	reason: FailureReason;
	/** One of the error's machine words. */
	words?: RegExp;
	message?: RegExp;
	statuses?: readonly number[];
	/** With `words` or `message` too: the status must also be one of these. */
	only?: readonly number[];
}

/**
 * The first rule that matches decides, from the most specific to the bare status: providers disagree about statuses
 * (Google says 400 to a wrong key, Anthropic 400 to an empty account) far more than about words.
 */
const rules: readonly Rule[] = [
	{
		reason: "content_filtered",
		words: /content_filter|content_policy|responsibleaipolicy|moderation|prohibited_content|^safety$/,
		message:
			/content (?:filter|management|policy)|violates? (?:our |the )?usage (?:guidelines|polic)|flagged by|requires moderation/i,
	},
	{
		reason: "unauthorized",
		words: /invalid_api_key|api_key_invalid|authentication_error|unauthenticated|invalid_authentication|^unauthorized$/,
		message:
			/api key (?:not valid|expired|not found)|(?:incorrect|invalid|no) api (?:key|token)|unregistered callers|invalid x-api-key/i,
	},
	// One request above a limit per minute: waiting never helps, a shorter one does.
	{ reason: "context_length", message: /request too large/i, only: [413, 429] },
	{ reason: "rate_limited", words: /per(?:minute|second|hour)|^rate_limit|^rate_limited$/, only: [429, 400] },
	{
		reason: "context_length",
		words: /context_length|context_window|string_above_max|request_too_large/,
		message:
			/maximum context|context (?:length|window|limit|size)|prompt is too long|too many (?:input )?tokens|token count.*exceeds|input is too long|tokens? exceeds? the (?:max|limit)|reduce (?:the length|your (?:prompt|message size))/i,
		only: [400, 413, 422],
	},
	{ reason: "rate_limited", message: /rate.limit|too many requests|per (?:second|minute)/i, only: [429] },
	{
		reason: "quota",
		words: /insufficient_quota|billing|perday|insufficient_(?:funds|credit|balance)|payment_required/,
		message:
			/(?:exceeded|out of).{0,20}quota|credit balance|insufficient (?:balance|credit|funds)|(?:requires|more|no|out of) credits|billing details|spend(?:ing)? limit/i,
	},
	{ reason: "quota", statuses: [402] },
	{
		reason: "forbidden",
		words: /permission_denied|permission_error|service_disabled|unsupported_country/,
		message: /not allowed to|data policy|permission to|country, region|leaked/i,
		only: [400, 403, 404],
	},
	{
		reason: "bad_request",
		words:
			/unsupported_parameter|unknown_parameter|unsupported_value|tool_use_failed|invalid_tool_generation|invalid_image/,
		message:
			/not (?:a chat model|supported (?:in|with|by) (?:this model|the v1))|is a chat model|endpoints found that support/i,
	},
	{
		reason: "model_not_found",
		words:
			/model_not_found|model_decommissioned|model_not_available|dedicated_endpoint_not_running|model_deprecated|invalid_model/,
		message:
			/models?\b.*(?:not found|not exist|was removed|decommissioned|deprecated|no longer|has ended|not a valid model)|not a valid model|no endpoints found for|invalid model|unknown model|unable to access .*model|is not found for api version/i,
		only: [400, 404, 410, 422],
	},
	{ reason: "model_not_found", words: /^not_found_error$/, only: [404] },
	{ reason: "overloaded", words: /overloaded|unavailable|server_error|api_error|internal/, message: /overloaded/i },
	{ reason: "timeout", words: /timeout|deadline_exceeded/ },
	{ reason: "rate_limited", words: /resource_exhausted/ },
	{ reason: "unauthorized", statuses: [401] },
	{ reason: "forbidden", statuses: [403, 451] },
	{ reason: "timeout", statuses: [408, 504, 524] },
	{ reason: "rate_limited", statuses: [429] },
	{ reason: "bad_request", words: /invalid_request|invalid_argument|bad_request|failed_precondition|not_found/ },
];

const byStatus = (status: number): FailureReason => {
	if (status >= 500) return status === 501 || status === 505 ? "bad_request" : "overloaded";
	if (status >= 400) return "bad_request";
	return status >= 300 ? "bad_response" : "unknown";
};

const matches = (rule: Rule, error: ErrorBody, status: number): boolean => {
	if (rule.only && status >= 400 && !rule.only.includes(status)) return false;
	if (rule.statuses?.includes(status)) return true;
	if (rule.words && [...error.words].some((word) => rule.words?.test(word))) return true;
	return rule.message?.test(error.message) ?? false;
};

const reasonOf = (error: ErrorBody, status: number): FailureReason => {
	// A web page with a client's status, or a path that nobody knows, is no word of the API: the address is wrong.
	if (error.isHtml && status < 500 && ![401, 403, 429].includes(status)) return "bad_response";
	if (status === 404 && /^(?:404 )?(?:page |url )?not found\.?$/i.test(error.message)) return "bad_response";
	return rules.find((rule) => matches(rule, error, status))?.reason ?? byStatus(status);
};

const sentence = (reason: FailureReason, provider: ProviderType, wait: string, status: number | undefined): string => {
	const name = nameOf(provider);
	const answered = status === undefined ? "" : ` (HTTP ${status})`;
	switch (reason) {
		case "unauthorized":
			return `${name} does not accept the key${answered}. Check it or save a new one.`;
		case "forbidden":
			return `${name} does not allow this with the key${answered}. Check the account's permissions, region and privacy settings.`;
		case "quota":
			return `The account at ${name} has no quota or credit left${answered}. Add credit or raise its limit.`;
		case "rate_limited":
			return `${name} limits how often it may be called${answered}. Try again ${wait}.`;
		case "model_not_found":
			return `${name} does not offer this model, or not to this account${answered}. Choose another one.`;
		case "context_length":
			return `The request is too long for the model or the account's limit${answered}. Shorten the messages or lower the token limit.`;
		case "content_filtered":
			return `${name} refused the content by its policy${answered}. Change the prompt.`;
		case "bad_request":
			return `${name} did not accept the request${answered}. Change the parameters named, or choose another model.`;
		case "overloaded":
			return `${name} is overloaded or has a fault${answered}. Try again ${wait}.`;
		case "timeout":
			return `${name} took too long${answered}. Try again ${wait}, or ask for less.`;
		case "bad_response":
			return `${name} did not answer as its API does${answered}. ${addressAdvice({ provider }, " and any proxy between")}`;
		case "unreachable":
			return `${name} cannot be reached. ${addressAdvice({ provider }, " and the network", "the network")}`;
		case "cancelled":
			return "The call was cancelled.";
		case "unknown":
			return `${name} reported an error that has no known meaning${answered}. Try again, or choose another model.`;
	}
};

/** What happened and what to do about it. */
const advice = (...args: Parameters<typeof sentence>): string => atStart(sentence(...args));

const retryableReasons: ReadonlySet<FailureReason> = new Set(["rate_limited", "overloaded", "timeout", "unreachable"]);

/** Enough to act on; an upstream that sends its stack trace does not get it shown. */
const maxDetail = 300;

/** The provider's own words, safe to show: one line, no key, no URL. */
const detailOf = (message: string): string => {
	const line = redactSecrets(message)
		.replace(/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>)]*[^\s"'<>).,;]/gi, "(link)")
		.replace(/[\s\p{Cc}\p{Cf}]+/gu, " ")
		.trim();
	return line.length > maxDetail ? `${beginningOf(line, maxDetail)}…` : line;
};

const waitWords = (ms: number | undefined): string => {
	if (ms === undefined || ms < 1000) return "in a moment";
	if (ms < 120_000) return `in ${Math.ceil(ms / 1000)} s`;
	return ms < 2 * 86_400_000 ? `in ${Math.ceil(ms / 60_000)} min` : `in ${Math.ceil(ms / 86_400_000)} days`;
};

const failureOf = (
	provider: ProviderType,
	status: number | undefined,
	headers: Readonly<Record<string, string>>,
	error: ErrorBody,
): Failure => {
	const effective = status !== undefined && status >= 400 ? status : (error.status ?? status ?? 0);
	const reason = reasonOf(error, effective);
	const mayRetry = retryableReasons.has(reason);
	const retryAfter = mayRetry ? retryAfterMs(headers, error) : undefined;
	const name = nameOf(provider);
	const detail = detailOf(error.message);
	const message = advice(reason, provider, waitWords(retryAfter), effective >= 400 ? effective : undefined);
	const refused = headers["x-should-retry"] === "false";
	return {
		reason,
		message: detail ? `${message} ${atStart(name)} says: “${detail}”` : message,
		retryable: mayRetry && !refused,
		...(retryAfter === undefined ? {} : { retryAfterMs: retryAfter }),
		...(status === undefined && error.status === undefined ? {} : { status: effective || status }),
	};
};

/**
 * An HTTP error answer as a member of the failure union. `headers` have lower-case names. The message tells what to do
 * and quotes the provider, without keys and URLs.
 */
export function mapFailure(
	provider: ProviderType,
	status: number,
	headers: Readonly<Record<string, string>>,
	bodyText: string,
): Failure {
	return failureOf(provider, status, headers, readErrorBody(bodyText));
}

/** An error that came as a message of an answer (in a stream, or under HTTP 200), whatever its envelope. */
export function mapStreamError(provider: ProviderType, message: unknown): Failure {
	return failureOf(provider, undefined, {}, readErrorBody(JSON.stringify(message)));
}

/** An answer that ended before the provider finished it. */
export function cutOffFailure(provider: ProviderType): Failure {
	const message = `The answer of ${nameOf(provider)} broke off before its end. Try again.`;
	return { reason: "bad_response", message, retryable: true };
}

/** An answer in which something stands that is not the API's. */
export function notApiFailure(provider: ProviderType): Failure {
	const message = advice("bad_response", provider, "", undefined);
	return { reason: "bad_response", message, retryable: false };
}
