import type { RouterOutputs } from "@llm-hub/api/types";

export type ProviderKey = RouterOutputs["keys"]["list"]["providers"][number];
export type ProviderFacts = RouterOutputs["keys"]["info"]["providers"][number];

/** What the key dialog is about: a new key of a provider, or one that is saved. */
export interface KeyTarget {
	facts: ProviderFacts;
	saved: ProviderKey | null;
}
