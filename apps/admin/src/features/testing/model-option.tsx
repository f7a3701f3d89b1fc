import type { RouterOutputs } from "@llm-hub/api/types";
import Box from "@mui/material/Box";
import { ProviderMark } from "@/components/provider-mark.tsx";
import { formatRate, formatTokens } from "@/lib/format.ts";
import { providerOf } from "@/lib/model-id.ts";

type Model = RouterOutputs["catalog"]["list"]["models"][number];

const ellipsis = { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" } as const;

function PriceWords({ priceState, inputPer1M, outputPer1M }: Model) {
	if (priceState === "free") return <Box sx={{ color: "success.main" }}>free</Box>;
	if (inputPer1M === null || outputPer1M === null) return <Box sx={{ color: "text.secondary" }}>price unknown</Box>;
	return (
		<Box sx={{ fontVariantNumeric: "tabular-nums" }}>
			${formatRate(inputPer1M)} → ${formatRate(outputPer1M)}
		</Box>
	);
}

/** A model in the picker: what it is called, and what it costs per 1M tokens in and out. */
export function ModelOption({ model }: { model: Model }) {
	return (
		<Box sx={{ display: "flex", gap: 1.5, alignItems: "center", width: 1, minWidth: 0 }}>
			<ProviderMark provider={providerOf(model.id)} />
			<Box sx={{ flex: 1, minWidth: 0 }}>
				<Box sx={{ fontSize: 14, ...ellipsis }}>{model.displayName}</Box>
				<Box sx={{ fontSize: 12, color: "text.secondary", ...ellipsis }}>{model.id}</Box>
			</Box>
			<Box sx={{ fontSize: 12, textAlign: "right", whiteSpace: "nowrap" }}>
				<PriceWords {...model} />
				<Box sx={{ color: "text.secondary" }}>
					{model.contextLength === null ? "context unknown" : `${formatTokens(model.contextLength)} context`}
				</Box>
			</Box>
		</Box>
	);
}
