import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { Cost } from "./cost.tsx";

const told = (cost: Parameters<typeof Cost>[0]) =>
	renderToStaticMarkup(<Cost {...cost} />)
		.replaceAll(/<style.*?<\/style>|<[^>]+>/g, " ")
		.trim()
		.split(/\s+/)
		.join(" ");

it("says once what a cost is, and beside an amount how it is known", () => {
	expect(told({ usd: null, state: "unpriced" })).toBe("unknown");
	expect(told({ usd: "0", state: "free" })).toBe("free");
	expect(told({ usd: "0.5", state: "computed" })).toBe("$0.50 computed");
	expect(told({ usd: null, state: null })).toBe("no cost");
});
