/** `maxRequestsPerDay` → `max requests per day`, `budgetUsd` → `budget USD`, `inputPer1M` → `input per 1M`; what is not one of our names stays as it is. */
export function fieldName(name: string): string {
	if (name === "tierCode") return "tier";
	if (!/^[a-z]+([A-Z0-9][a-z0-9]*)*$/.test(name)) return name;
	return name
		.replace(/Per1M$/, " per 1M")
		.replace(/(?<! 1)[A-Z]+/g, (part) => ` ${part.toLowerCase()}`)
		.replace(/\b(usd|url)\b/g, (initials) => initials.toUpperCase());
}
