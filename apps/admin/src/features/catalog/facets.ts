import { capabilities, type FacetsOutput, providerTypes } from "@llm-hub/api/schemas";
import { providerNames } from "@/lib/provider-names.ts";
import { capabilityNames, contextBandNames, contextBands, priceBandNames, priceBands, usableNames } from "./labels.ts";
import { type CatalogView, statuses } from "./use-catalog-filters.ts";

export interface Choice {
	value: string;
	label: string;
	isOn: boolean;
	/** What the filters are once it is chosen, or given up. */
	toggled: Parameters<CatalogView["setFilters"]>[0];
}

export interface Facet {
	key: "provider" | "capability" | "price" | "context" | "status" | "usable";
	label: string;
	/** Its counts in the API's answer. */
	counts: Exclude<keyof FacetsOutput, "total">;
	/** Only where somebody is signed in. */
	needsUser?: boolean;
	choices(filters: CatalogView["filters"]): Choice[];
}

type ManyKey = "provider" | "capability" | "price" | "context";
type OneKey = "status" | "usable";

function many<Value extends string>(key: ManyKey, values: readonly Value[], names: Record<Value, string>) {
	return (filters: CatalogView["filters"]): Choice[] => {
		const chosen = filters[key] as readonly string[];
		return values.map((value) => {
			const isOn = chosen.includes(value);
			const next = isOn ? chosen.filter((other) => other !== value) : [...chosen, value];
			return { value, label: names[value], isOn, toggled: { [key]: next.length === 0 ? null : next } };
		});
	};
}

function one<Value extends string>(key: OneKey, values: readonly Value[], names: Record<Value, string>) {
	return (filters: CatalogView["filters"]): Choice[] =>
		values.map((value) => {
			const isOn = filters[key] === value;
			return { value, label: names[value], isOn, toggled: { [key]: isOn ? null : value } };
		});
}

/** Everything that narrows the list beside the search, in the order of the page. */
export const facets: Facet[] = [
	{ key: "provider", label: "Provider", counts: "providers", choices: many("provider", providerTypes, providerNames) },
	{
		key: "capability",
		label: "Capability",
		counts: "capabilities",
		choices: many("capability", capabilities, capabilityNames),
	},
	{ key: "price", label: "Price", counts: "priceBands", choices: many("price", priceBands, priceBandNames) },
	{
		key: "context",
		label: "Context",
		counts: "contextBands",
		choices: many("context", contextBands, contextBandNames),
	},
	{
		key: "status",
		label: "Status",
		counts: "status",
		choices: one("status", statuses, { enabled: "enabled", disabled: "disabled" }),
	},
	{
		key: "usable",
		label: "Access",
		counts: "usable",
		needsUser: true,
		choices: one("usable", ["usable", "not_usable"], usableNames),
	},
];
