/** The three numbers that every run has, with the bounds that the API sets. */
export const parameterNumbers = [
	{ name: "temperature", label: "Temperature", range: "0 to 2", min: 0, max: 2, step: 0.1 },
	{ name: "maxTokens", label: "Max tokens", range: "1 to 1,000,000", min: 1, max: 1_000_000, step: 1 },
	{ name: "topP", label: "Top P", range: "0 to 1", min: 0, max: 1, step: 0.05 },
] as const;
