import { Decimal } from "decimal.js";

/** Decimal arithmetic with room for any sum of costs: 20 digits, the library's default, would round some products. */
export const Exact = Decimal.clone({ precision: 60 });

const plain = /^[+-]?\d+(\.\d+)?$/;

/** Whether a decimal text is zero. */
export const isZero = (amount: string): boolean =>
	plain.test(amount) ? !/[1-9]/.test(amount) : new Exact(amount).isZero();

/** The exact sum of two amounts, as a decimal string without an exponent. */
export function addUsd(a: string, b: string): string {
	return new Exact(a).plus(b).toFixed();
}

/** `a` − `b`, exact; below zero with a minus sign. */
export function subtractUsd(a: string, b: string): string {
	return new Exact(a).minus(b).toFixed();
}

/** The same of amounts that may be unknown: the difference is then. */
export const differenceUsd = (a: string | null, b: string | null): string | null =>
	a === null || b === null ? null : subtractUsd(a, b);

/** The sum of the amounts that are known, and how many were not: a total never passes unknown costs off as zero. */
export function sumUsd(amounts: Iterable<string | null>): { usd: string; unpriced: number } {
	let sum = new Exact(0);
	let unpriced = 0;
	for (const amount of amounts) {
		if (amount === null) unpriced += 1;
		else sum = sum.plus(amount);
	}
	return { usd: sum.toFixed(), unpriced };
}

/** An amount shared out among so many, rounded to the twelve decimals that a cost has. */
export function divideUsd(usd: string, among: number): string {
	return new Exact(usd).div(among).toDecimalPlaces(12).toFixed();
}

/** An amount for people: "$3.75", "$0.04614", with at least two decimals and at most twelve. */
export function formatUsd(usd: string): string {
	const [whole = "0", fraction = ""] = new Exact(usd).toDecimalPlaces(12).toFixed().split(".");
	return `$${whole.replace(/\B(?=(?:\d{3})+$)/g, ",")}.${fraction.padEnd(2, "0")}`;
}
