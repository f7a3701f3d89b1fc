import Box from "@mui/material/Box";
import { memo } from "react";
import { ProviderMark } from "@/components/provider-mark.tsx";
import { formatRate, formatTokens } from "@/lib/format.ts";
import { providerOf } from "@/lib/model-id.ts";
import { ModelName } from "./model-row.tsx";
import type { Model } from "./use-model-pages.ts";

const rate = (usdPer1M: string | null) => (usdPer1M === null ? "unknown" : formatRate(usdPer1M));

function PriceWords({ model }: { model: Model }) {
	if (model.priceState === "free") return <Box sx={{ color: "success.main", fontWeight: 550 }}>free</Box>;
	if (model.priceState === "unknown") return <Box sx={{ color: "text.secondary" }}>price unknown</Box>;
	return (
		<Box sx={{ fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" }}>
			{rate(model.inputPer1M)} → {rate(model.outputPer1M)}
		</Box>
	);
}

/** The same on a phone: two lines, the price at the right. */
export const ModelRowNarrow = memo(function ModelRowNarrow({ model }: { model: Model }) {
	return (
		<>
			<Box role="cell">
				<ProviderMark provider={providerOf(model.id)} size={18} />
			</Box>
			<Box role="cell" sx={{ minWidth: 0 }}>
				<ModelName model={model} />
			</Box>
			<Box role="cell" sx={{ textAlign: "right", fontSize: 13 }}>
				<PriceWords model={model} />
				<Box sx={{ color: "text.secondary" }}>
					{model.enabled ? model.contextLength !== null && formatTokens(model.contextLength) : "disabled"}
				</Box>
			</Box>
		</>
	);
});
