import type { Capability } from "@llm-hub/api/schemas";
import { capabilityNames } from "./labels.ts";
import { capabilitiesWidth } from "./model-columns.ts";

// Generous for the widest of the names at 12 px: a tag that is cut off says nothing.
const widthOf = (name: string) => name.length * 7 + 12;
const gap = 4;
const moreWidth = widthOf("+9");

/** What a model can do, in words, split where the column ends. Chat goes without saying where it can do more. */
export function tagsThatFit(capabilities: readonly Capability[]): { fitting: string[]; hidden: string[] } {
	const names = capabilities
		.filter((capability) => capability !== "chat" || capabilities.length === 1)
		.map((capability) => capabilityNames[capability]);
	const widthUpTo = (count: number) => names.slice(0, count).reduce((sum, name) => sum + widthOf(name) + gap, -gap);
	let count = names.length;
	while (count > 1 && widthUpTo(count) + (count < names.length ? gap + moreWidth : 0) > capabilitiesWidth) count--;
	return { fitting: names.slice(0, count), hidden: names.slice(count) };
}
