import type { ProviderType } from "@llm-hub/api/schemas";
import type { RouterOutputs } from "@llm-hub/api/types";

export type ProviderKey = RouterOutputs["keys"]["list"]["providers"][number];
export type ProviderFacts = RouterOutputs["keys"]["info"]["providers"][number];
export type Rotation = RouterOutputs["keys"]["rotate"]["status"];
export type KeyVersion = Rotation["active"];

/** What the key dialog is about: a new key of a provider, or one that is saved. */
export interface KeyTarget {
	facts: ProviderFacts;
	saved: ProviderKey | null;
}

/** What one card shows: a provider with all its keys, or one custom endpoint. */
export interface ProviderGroup {
	name: string;
	facts: ProviderFacts;
	keys: [ProviderKey, ...ProviderKey[]];
}

/** What a card asks its page to open. */
export interface CardActions {
	add: (providerType: ProviderType) => void;
	edit: (providerKey: ProviderKey) => void;
	rotate: (providerKey: ProviderKey) => void;
	remove: (providerKey: ProviderKey) => void;
}
