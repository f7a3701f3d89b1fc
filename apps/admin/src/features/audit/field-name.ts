/** `maxRequestsPerDay` → `max requests per day`, `budgetUsd` → `budget USD`; what is not one of our names stays as it is. */
export function fieldName(name: string): string {
	if (name === "tierCode") return "tier";
	if (!/^[a-z]+([A-Z0-9][a-z0-9]*)*$/.test(name)) return name;
	return name
		.replace(/[A-Z]+/g, (part) => ` ${part.toLowerCase()}`)
		.replace(/\b(usd|url)\b/g, (initials) => initials.toUpperCase());
}
