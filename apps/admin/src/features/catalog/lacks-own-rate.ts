import type { RouterOutputs } from "@llm-hub/api/types";

type Price = RouterOutputs["catalog"]["priceHistory"]["prices"][number]["price"];

/**
 * Whether a price is known and names no rate for a class that another stands in for, at its first tier. Without a rate for
 * input or output a price says nothing of them, and without a price nobody knows.
 */
export const lacksOwnRate = (price: Price, priceClass: string): boolean =>
	price !== null &&
	priceClass !== "input" &&
	priceClass !== "output" &&
	price.tiers[0]?.rates[priceClass] === undefined;
