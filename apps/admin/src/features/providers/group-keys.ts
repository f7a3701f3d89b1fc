import type { ProviderFacts, ProviderGroup, ProviderKey } from "./types.ts";

/** Cards in the order of the list: keys of a named provider share one, each custom endpoint is a host of its own. */
export function groupKeys(keys: readonly ProviderKey[], facts: readonly ProviderFacts[]): ProviderGroup[] {
	const groups: ProviderGroup[] = [];
	for (const key of keys) {
		const isCustom = key.providerType === "custom";
		const same = groups.find((group) => !isCustom && group.facts.providerType === key.providerType);
		const of = facts.find(({ providerType }) => providerType === key.providerType);
		if (same) same.keys.push(key);
		else if (of) groups.push({ name: isCustom ? key.name : of.displayName, facts: of, keys: [key] });
	}
	return groups;
}
