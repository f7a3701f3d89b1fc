import type { FactSource } from "@llm-hub/api/schemas";
import { formatDay } from "@/lib/format.ts";

/** Where a fact was read, and when. */
export interface Source {
	source: FactSource;
	origin?: string;
	asOf: string;
}

const sourceNames: Record<FactSource, string> = {
	override: "set by an admin",
	provider: "the provider's list",
	"genai-prices": "genai-prices",
	seed: "shipped catalog",
	sandbox: "built-in Sandbox",
};

export const sourceName = (source: FactSource): string => sourceNames[source];

/** `shipped catalog (pi-ai) · Sep 22, 2026` */
export const sourceWords = ({ source, origin, asOf }: Source): string =>
	`${sourceNames[source]}${origin && origin !== source ? ` (${origin})` : ""} · ${formatDay(asOf)}`;
