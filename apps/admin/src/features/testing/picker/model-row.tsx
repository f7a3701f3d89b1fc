import CheckIcon from "@mui/icons-material/Check";
import StarIcon from "@mui/icons-material/Star";
import StarOutlineIcon from "@mui/icons-material/StarBorder";
import Box from "@mui/material/Box";
import { ProviderMark } from "@/components/provider-mark.tsx";
import { formatRate, formatTokens } from "@/lib/format.ts";
import { providerOf } from "@/lib/model-id.ts";
import type { Model } from "./why-not.ts";

const ellipsis = { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" } as const;
const shown = { vision: "images", tools: "tools", json: "JSON", reasoning: "reasoning", audio: "audio" } as const;

function PriceWords({ priceState, inputPer1M, outputPer1M }: Model) {
	if (priceState === "free") return <Box sx={{ color: "success.main" }}>free</Box>;
	if (inputPer1M === null || outputPer1M === null) return <Box sx={{ color: "text.secondary" }}>price unknown</Box>;
	return (
		<Box sx={{ fontVariantNumeric: "tabular-nums" }} title="USD per 1M tokens, in and out">
			${formatRate(inputPer1M)} → ${formatRate(outputPer1M)}
		</Box>
	);
}

interface ModelRowProps {
	model: Model;
	isChosen: boolean;
	isFavourite: boolean;
	/** Why it cannot be chosen. */
	obstacle: string | null;
	onStar: () => void;
}

/** A model in the picker: what it is called, can do and costs per 1M tokens in and out, or why it cannot be chosen. */
export function ModelRow({ model, isChosen, isFavourite, obstacle, onStar }: ModelRowProps) {
	const Star = isFavourite ? StarIcon : StarOutlineIcon;
	const abilities = model.capabilities.flatMap((capability) => shown[capability as keyof typeof shown] ?? []);
	return (
		<Box sx={{ display: "flex", gap: 1, alignItems: "center", width: 1, minWidth: 0 }}>
			<CheckIcon sx={{ fontSize: 16, visibility: isChosen ? "visible" : "hidden", color: "primary.main" }} />
			<ProviderMark provider={providerOf(model.id)} />
			<Box sx={{ flex: 1, minWidth: 0 }}>
				<Box sx={{ display: "flex", gap: 1, alignItems: "center" }}>
					<Box sx={{ flex: 1, minWidth: 0 }}>
						<Box sx={{ fontSize: 14, ...ellipsis }}>
							{model.displayName}
							{isFavourite && (
								<Box
									component="span"
									sx={{ position: "absolute", width: 1, height: 1, overflow: "hidden", clipPath: "inset(50%)" }}
								>
									{" "}
									favourite
								</Box>
							)}
						</Box>
						<Box sx={{ fontSize: 12, color: "text.secondary", ...ellipsis }}>
							{model.aliases && <b>{model.aliases} · </b>}
							{model.id}
						</Box>
					</Box>
					<Box sx={{ fontSize: 12, textAlign: "right", whiteSpace: "nowrap" }}>
						<PriceWords {...model} />
						<Box sx={{ color: "text.secondary" }}>
							{model.contextLength === null ? "context unknown" : `${formatTokens(model.contextLength)} context`}
						</Box>
					</Box>
					<Box
						// For the mouse: on the keyboard it is Alt+S, because an option cannot hold a button.
						component="span"
						aria-hidden
						title={isFavourite ? "No favourite any more (Alt+S)" : "Make it a favourite (Alt+S)"}
						onClick={(event) => {
							event.stopPropagation();
							onStar();
						}}
						sx={{
							display: "inline-flex",
							p: 0.5,
							cursor: "pointer",
							color: isFavourite ? "warning.main" : "text.secondary",
						}}
					>
						<Star sx={{ fontSize: 16 }} />
					</Box>
				</Box>
				{/* Below all of it: on a phone a reason is longer than the name's column, and read to its end. */}
				<Box
					sx={{ fontSize: 12, ...(obstacle ? { color: "warning.main" } : { color: "text.secondary", ...ellipsis }) }}
				>
					{obstacle ?? (abilities.join(" · ") || "text only, as far as is known")}
				</Box>
			</Box>
		</Box>
	);
}
