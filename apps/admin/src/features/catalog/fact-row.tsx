import type { FactSource } from "@llm-hub/api/schemas";
import Box from "@mui/material/Box";
import type { ReactNode } from "react";
import { formatDay } from "@/lib/format.ts";

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

interface FactRowProps {
	label: string;
	source?: Source | null | undefined;
	children: ReactNode;
}

/** One fact, with where it was read and when. */
export function FactRow({ label, source, children }: FactRowProps) {
	return (
		<Box
			sx={{
				display: "grid",
				gridTemplateColumns: { xs: "112px 1fr", sm: "144px 1fr auto" },
				columnGap: 2,
				py: 0.75,
				borderBottom: 1,
				borderColor: "divider",
				fontSize: 14,
				alignItems: "baseline",
			}}
		>
			<Box component="dt" sx={{ color: "text.secondary" }}>
				{label}
			</Box>
			<Box component="dd" sx={{ m: 0, minWidth: 0, fontVariantNumeric: "tabular-nums" }}>
				{children}
			</Box>
			{source && (
				<Box component="dd" sx={{ m: 0, gridColumn: { xs: 2, sm: "auto" }, fontSize: 12, color: "text.secondary" }}>
					{sourceWords(source)}
				</Box>
			)}
		</Box>
	);
}
