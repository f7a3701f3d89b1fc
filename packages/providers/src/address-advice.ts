import { providerInfo } from "./info.ts";
import type { Target } from "./types.ts";

/** Whose address it is; without `baseUrl` nobody knows whether it is the provider's own. */
export type Addressed = Pick<Target, "provider"> & Partial<Pick<Target, "baseUrl">>;

const originOf = (url: string): string | null => (URL.canParse(url) ? new URL(url).origin : null);

/**
 * What to look at when an address may be wrong, as a sentence. Only a custom endpoint's is chosen by people; a named
 * provider's is its own, unless the operator's environment has another.
 * @param also what else to look at where somebody chose the address, such as " and its port"
 * @param between what to look at where nobody did
 */
export function addressAdvice({ provider, baseUrl }: Addressed, also = "", between = "any proxy between"): string {
	if (provider === "custom") return `Check the base URL${also}.`;
	const { envPrefix, defaultBaseUrl } = providerInfo[provider];
	const variable = `${envPrefix}_BASE_URL in LLM Hub's environment`;
	if (baseUrl === undefined) return `Check ${between}, and ${variable} if it is set.`;
	// Another path on the same host is another version of the API, such as the one that lists.
	const isOwn = defaultBaseUrl !== null && originOf(baseUrl) === originOf(defaultBaseUrl);
	return isOwn ? `Check ${between}.` : `Check ${variable}${also}.`;
}
