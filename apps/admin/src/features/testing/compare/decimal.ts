/** Enough for the price of a single token. */
const places = 18;

const scaled = (decimal: string): bigint => {
	const [, sign = "", whole = "0", part = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? [];
	const digits = BigInt(whole + part.padEnd(places, "0").slice(0, places));
	return sign === "-" ? -digits : digits;
};

/** `a - b` of decimal strings, exactly; up to 18 decimal places. */
export function subtractDecimals(a: string, b: string): string {
	const difference = scaled(a) - scaled(b);
	const digits = String(difference < 0n ? -difference : difference).padStart(places + 1, "0");
	const part = digits.slice(-places).replace(/0+$/, "");
	const sign = difference < 0n ? "-" : "";
	return `${sign}${digits.slice(0, -places)}${part === "" ? "" : `.${part}`}`;
}
