import { describe, expect, it } from "vitest";
import {
	formatAgo,
	formatClock,
	formatDuration,
	formatIn,
	formatMoment,
	formatRate,
	formatReset,
	formatShare,
	formatTokens,
	formatUsd,
	formatUtc,
	formatWait,
	formatZonedTime,
	plural,
} from "./format.ts";

describe("money", () => {
	it.each([
		["0.0037200", "$0.00372"],
		["12.5", "$12.50"],
		["1234.5678", "$1,234.57"],
		["0", "$0.00"],
		["0.000000000000", "$0.00"],
		["0.1", "$0.10"],
		["2", "$2.00"],
		["0.000000451", "$0.000000451"],
		["9007199254740993.01", "$9,007,199,254,740,993.01"],
	])("shows %s as %s", (usd, shown) => {
		expect(formatUsd(usd)).toBe(shown);
	});

	it.each([
		["3", "3.00"],
		["0.075", "0.075"],
		["0.000000000000", "0.00"],
		["150.000000", "150.00"],
	])("shows a rate of %s as %s", (rate, shown) => {
		expect(formatRate(rate)).toBe(shown);
	});
});

it.each([
	[512, "512"],
	[8_192, "8.2K"],
	[200_000, "200K"],
	[1_048_576, "1.05M"],
	[2_000_000, "2M"],
])("shows a window of %d tokens as %s", (tokens, shown) => {
	expect(formatTokens(tokens)).toBe(shown);
});

it.each([
	[310, "310 ms"],
	[1_900, "1.90 s"],
	[12_340, "12.3 s"],
	[125_000, "2 min 5 s"],
])("shows %d ms as %s", (ms, shown) => {
	expect(formatDuration(ms)).toBe(shown);
});

describe("time gone by", () => {
	const now = Date.parse("2026-03-01T12:00:00Z");
	it.each([
		["2026-03-01T11:59:40Z", "just now"],
		["2026-03-01T11:57:00Z", "3 minutes ago"],
		["2026-03-01T07:00:00Z", "5 hours ago"],
		["2026-02-28T12:00:00Z", "yesterday"],
		["2025-11-02T12:00:00Z", "Nov 2, 2025"],
	])("says %s as %s", (moment, shown) => {
		expect(formatAgo(moment, now)).toBe(shown);
	});
});

it.each([
	["2026-03-01T11:00:00Z", "in a moment"],
	["2026-03-01T12:00:30Z", "in a moment"],
	["2026-03-01T12:20:00Z", "in 20 minutes"],
	["2026-03-02T13:00:00Z", "tomorrow"],
	["2026-04-20T12:00:00Z", "Apr 20, 2026"],
])("says what comes at %s as %s", (moment, shown) => {
	expect(formatIn(moment, Date.parse("2026-03-01T12:00:00Z"))).toBe(shown);
});

it("names the time zone of a moment", () => {
	expect(formatMoment("2026-11-25T23:31:05Z")).toMatch(/, 2026, \d\d:\d\d:05 [A-Z]{3}/);
	expect(formatZonedTime("2026-11-25T23:31:05Z")).toMatch(/^\d\d:\d\d [A-Z]{3}/);
});

it("names the date of a moment only on another day", () => {
	const now = new Date(2026, 10, 23, 14, 0);
	expect(formatClock(new Date(2026, 10, 23, 9, 12), now)).toBe("09:12");
	expect(formatClock(new Date(2026, 10, 22, 9, 12), now)).toBe("Nov 22, 2026, 09:12");
});

it.each([
	[40, 40, "100 %"],
	[34, 40, "85 %"],
	[2, 3, "66.6 %"],
	[2_999, 3_000, "99.9 %"],
	[0, 7, "0 %"],
])("takes %i of %i for %s, and for all only what is all", (part, whole, words) => {
	expect(formatShare(part, whole)).toBe(words);
});

it("says of a server's day that it is UTC, wherever the reader is", () => {
	expect(formatUtc("2026-11-27T00:00:00Z")).toBe("Nov 27, 2026, 00:00 UTC");
	expect(formatReset("user_budget", "2026-11-27T00:00:00Z")).toBe("Nov 27, 2026, 00:00 UTC");
	expect(formatReset("grant_requests", new Date(2020, 10, 23, 9, 12))).toBe("Nov 23, 2020, 09:12");
});

it("counts in words", () => {
	expect(plural(1, "model")).toBe("1 model");
	expect(plural(1_318, "model")).toBe("1,318 models");
	expect(plural(2, "entry", "entries")).toBe("2 entries");
});

it.each([
	[0, "0 s"],
	[1, "1 s"],
	[60, "1 min"],
	[200, "3 min 20 s"],
	[18_725, "5 h 12 min"],
	[86_400, "1 d"],
	[356_400, "4 d 3 h"],
])("waits %i seconds as %s", (seconds, words) => {
	expect(formatWait(seconds)).toBe(words);
});
