import { providerInfo, providerTypes } from "@llm-hub/providers";

/** The environment variable that holds the operator's fallback key. */
export const environmentVariableOf = (providerType: (typeof providerTypes)[number]): string =>
	`${providerInfo[providerType].envPrefix}_API_KEY`;

/** What a person who enters a key needs to know of each provider. */
export function listProviderInfo() {
	const providers = providerTypes.map((providerType) => ({
		providerType,
		...providerInfo[providerType],
		environmentVariable: environmentVariableOf(providerType),
	}));
	return { providers, total: providers.length };
}
