import { asList, asRecord, asText } from "./json.ts";

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a duration such as `34.4s`, `2m59.56s` or `120ms`. */
export function durationMs(text: string): number | undefined {
	if (!/^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/.test(text)) return undefined;
	let total = 0;
	for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)) {
		total += Number(amount) * (unitMs[unit ?? ""] ?? 0);
	}
	return Math.round(total);
}

/** A point in time: an HTTP date, an ISO date, or epoch seconds or milliseconds. */
const timeMs = (text: string): number | undefined => {
	const number = Number(text);
	if (Number.isFinite(number)) {
		if (number > 1e11) return number;
		return number > 1e9 ? number * 1000 : undefined;
	}
	const parsed = Date.parse(text);
	return Number.isNaN(parsed) ? undefined : parsed;
};

/** `Retry-After`: seconds, an HTTP date, and from careless servers an epoch or a duration. */
const headerMs = (text: string, now: number): number | undefined => {
	const number = Number(text);
	if (Number.isFinite(number) && number >= 0 && number <= 1e9) return Math.ceil(number * 1000);
	const at = timeMs(text);
	return at === undefined ? durationMs(text) : Math.max(0, at - now);
};

/** Google's RetryInfo among the error's details. */
const retryInfoMs = (details: unknown): number | undefined => {
	for (const detail of asList(details).map(asRecord)) {
		const delay = asText(detail?.retryDelay);
		if (delay) return durationMs(delay);
	}
	return undefined;
};

/** After a month quotas begin anew: a longer wait is a mistake, and yet no leave to ask again at once. */
const longestMs = 31 * 86_400_000;

/**
 * How long the provider asks us to wait, in milliseconds, a month at most: from `retry-after-ms`, `retry-after`, Google's
 * RetryInfo, the message's "try again in …", or the moment at which the limit resets, in this order. The answer's own
 * `date` is the clock, so that a wrong one here does no harm.
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>, error: RateError): number | undefined {
	const asked = askedMs(headers, error);
	return asked === undefined ? undefined : Math.min(asked, longestMs);
}

interface RateError {
	message: string;
	details?: unknown;
	metadata?: unknown;
}

function askedMs(headers: Readonly<Record<string, string>>, error: RateError): number | undefined {
	const now = timeMs(headers.date ?? "x") ?? Date.now();
	const exact = headers["retry-after-ms"];
	if (exact && Number(exact) >= 0) return Math.ceil(Number(exact));
	const asked = headers["retry-after"];
	if (asked) return headerMs(asked.trim(), now);
	const info = retryInfoMs(error.details);
	if (info !== undefined) return info;
	const said = /(?:try again|retry) in ((?:\d+(?:\.\d+)?(?:ms|[smhd]))+)/i.exec(error.message)?.[1];
	if (said) return durationMs(said);
	const inner = asRecord(asRecord(error.metadata)?.headers);
	const reset = headers["x-ratelimit-reset"] ?? asText(inner?.["X-RateLimit-Reset"]);
	const at = reset ? timeMs(reset) : undefined;
	return at === undefined ? undefined : Math.max(0, at - now);
}
