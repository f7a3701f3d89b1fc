import type { ProviderName } from "../types.ts";
import { anthropic } from "./anthropic.ts";
import { custom } from "./custom.ts";
import { openai } from "./openai.ts";
import type { Wire } from "./wire.ts";

/** Every wire by its provider. */
export const wires: Partial<Record<ProviderName, Wire>> = { openai, anthropic, custom };

/** @throws Error when the sandbox does not speak that wire. */
export function wireOf(provider: ProviderName): Wire {
	const wire = wires[provider];
	if (!wire) throw new Error(`The sandbox does not speak ${provider}`);
	return wire;
}
