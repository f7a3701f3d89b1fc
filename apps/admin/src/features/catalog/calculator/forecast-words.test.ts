import { expect, it } from "vitest";
import { differenceWords, type Forecast, rangeWords } from "./forecast-words.ts";

const forecast = (changes: Partial<Forecast>) => ({ state: "estimated", ...changes }) as Forecast;

it("says a range, and words where there is none", () => {
	expect(rangeWords(forecast({ lowUsd: "1.89", highUsd: "2.31" }))).toBe("$1.89 – $2.31");
	expect(rangeWords(forecast({ lowUsd: "2", highUsd: "2" }))).toBe("$2.00");
	expect(rangeWords(forecast({ state: "free", lowUsd: "0", highUsd: "0" }))).toBe("free");
	expect(rangeWords(forecast({ state: "unpriced", lowUsd: null, highUsd: null }))).toBe("unknown");
	expect(rangeWords(forecast({ state: "missing", lowUsd: null, highUsd: null }))).toBe("not in the catalog");
});

it("says what a change would save or cost, and nothing where one of the two is unknown", () => {
	expect(differenceWords(forecast({ typicalUsd: "2.1", differenceUsd: "-1.95" }))).toBe("saves $1.95 (48 %)");
	expect(differenceWords(forecast({ typicalUsd: "54", differenceUsd: "49.95" }))).toBe("$49.95 more (1,233 %)");
	expect(differenceWords(forecast({ typicalUsd: "5", differenceUsd: "5" }))).toBe("$5.00 more");
	expect(differenceWords(forecast({ typicalUsd: "5", differenceUsd: "0" }))).toBe("the same");
	expect(differenceWords(forecast({ typicalUsd: null, differenceUsd: null }))).toBe(null);
});
