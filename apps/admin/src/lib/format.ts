const locale = "en-US";

const usdFormats = new Map<number, Intl.NumberFormat>();
const usdFormat = (maximumFractionDigits: number): Intl.NumberFormat => {
	const options = { style: "currency", currency: "USD", minimumFractionDigits: 2, maximumFractionDigits } as const;
	const format = usdFormats.get(maximumFractionDigits) ?? new Intl.NumberFormat(locale, options);
	usdFormats.set(maximumFractionDigits, format);
	return format;
};
const rateFormat = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 6 });
const countFormat = new Intl.NumberFormat(locale);
const dateFormat = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
const dayFormat = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
const timeFormat = new Intl.DateTimeFormat(locale, { timeStyle: "short", hourCycle: "h23" });
const momentFormat = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "long", hourCycle: "h23" });
const zonedTimeFormat = new Intl.DateTimeFormat(locale, {
	hour: "2-digit",
	minute: "2-digit",
	hourCycle: "h23",
	timeZoneName: "short",
});
const utcFormat = new Intl.DateTimeFormat(locale, {
	dateStyle: "medium",
	timeStyle: "short",
	hourCycle: "h23",
	timeZone: "UTC",
});
const relativeFormat = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

/** Intl formats a decimal string digit by digit, without passing through a float; its type asks for the literal form. */
const decimal = (value: string) => value as `${number}`;

/** `"12.5"` → `$12.50`, `"0.0037200"` → `$0.00372`: below a dollar, three digits that count, so that little is never shown as nothing. */
export function formatUsd(usd: string): string {
	const size = Math.abs(Number(usd));
	const digits = size === 0 || size >= 1 ? 2 : Math.min(20, 2 - Math.floor(Math.log10(size)));
	return usdFormat(digits).format(decimal(usd));
}

/** A price in USD per 1M tokens, without the sign: `"3"` → `3.00`, `"0.075"` → `0.075`. */
export const formatRate = (usdPer1M: string): string => rateFormat.format(decimal(usdPer1M));

export const formatCount = (count: number): string => countFormat.format(count);

/** `34 of 40` → `85 %`, to a tenth; rounded down, so that only all of them are 100 %. */
export const formatShare = (part: number, whole: number): string => `${Math.floor((part * 1_000) / whole) / 10} %`;

/** Token windows as people say them: `200_000` → `200K`, `1_048_576` → `1.05M`. */
export function formatTokens(tokens: number): string {
	if (tokens >= 1_000_000) return `${trim(tokens / 1_000_000, 2)}M`;
	if (tokens >= 1_000) return `${trim(tokens / 1_000, tokens < 10_000 ? 1 : 0)}K`;
	return String(tokens);
}

const trim = (value: number, digits: number) => String(Number(value.toFixed(digits)));

/** Milliseconds with a unit that keeps the number short: `310 ms`, `1.9 s`, `2 min 5 s`. */
export function formatDuration(ms: number): string {
	if (ms < 1_000) return `${Math.round(ms)} ms`;
	if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`;
	return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1_000)} s`;
}

export type Moment = string | Date;

export const formatDate = (moment: Moment): string => dateFormat.format(new Date(moment));
/** A day without a time, such as `2026-11-26`: the same day in every time zone. */
export const formatDay = (isoDay: string): string => dayFormat.format(new Date(isoDay));
export const formatTime = (moment: Moment): string => timeFormat.format(new Date(moment));
/** `09:12 GMT+1`, as {@link formatMoment} names the zone. */
export const formatZonedTime = (moment: Moment): string => zonedTimeFormat.format(new Date(moment));

/** `09:12` today, with the date on any other day. */
export const formatClock = (moment: Moment, now = new Date()): string =>
	formatDate(moment) === formatDate(now) ? formatTime(moment) : `${formatDate(moment)}, ${formatTime(moment)}`;

/** `Nov 27, 2026, 00:00 UTC`: for what begins and ends by the server's days and months. */
export const formatUtc = (moment: Moment): string => `${utcFormat.format(new Date(moment))} UTC`;

/** When a limit ends: a grant's end is a moment that somebody chose, a day's or a month's is the server's. */
export const formatReset = (limit: string, moment: Moment): string =>
	limit === "grant_requests" ? formatClock(moment) : formatUtc(moment);

/** `Nov 25, 2026, 23:31:05 GMT+1`, in the reader's time zone, which it names: it is evidence, and may be quoted elsewhere. */
export const formatMoment = (moment: Moment): string => momentFormat.format(new Date(moment));

const steps: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
	["day", 86_400],
	["hour", 3_600],
	["minute", 60],
];

/** `3 minutes ago`; under a minute it is `just now`, over a month the date. */
export function formatAgo(moment: Moment, now = Date.now()): string {
	const seconds = (now - new Date(moment).getTime()) / 1_000;
	if (Math.abs(seconds) > 30 * 86_400) return formatDate(moment);
	for (const [unit, size] of steps) {
		if (Math.abs(seconds) >= size) return relativeFormat.format(-Math.round(seconds / size), unit);
	}
	return "just now";
}

/** Whole days gone by. */
export const daysSince = (moment: Moment, now = Date.now()): number =>
	Math.floor((now - new Date(moment).getTime()) / 86_400_000);

/** `in 23 hours`; under a minute it is `in a moment`, over a month the date. */
export function formatIn(moment: Moment, now = Date.now()): string {
	const seconds = (new Date(moment).getTime() - now) / 1_000;
	return seconds < 60 ? "in a moment" : formatAgo(moment, now);
}

/** What is left to wait, in whole seconds, by its two largest units: "42 s", "3 min 20 s", "5 h 12 min", "4 d 3 h". */
export function formatWait(seconds: number): string {
	const units = [
		[86_400, "d"],
		[3_600, "h"],
		[60, "min"],
		[1, "s"],
	] as const;
	const first = Math.max(
		0,
		units.findIndex(([size]) => seconds >= size),
	);
	let left = seconds;
	const parts = units.slice(first, first + 2).map(([size, name]) => {
		const count = Math.floor(left / size);
		left -= count * size;
		return count > 0 ? `${count} ${name}` : null;
	});
	return parts.filter(Boolean).join(" ") || "0 s";
}

/** `1 model`, `412 models`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
	`${formatCount(count)} ${count === 1 ? one : many}`;
