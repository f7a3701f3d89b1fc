import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import { memo } from "react";
import { Link as RouterLink, useLocation } from "react-router";
import { Price } from "@/components/price.tsx";
import { ProviderMark } from "@/components/provider-mark.tsx";
import { providerOf } from "@/lib/model-id.ts";
import { paths } from "@/lib/paths.ts";
import { CapabilityTags } from "./capability-tags.tsx";
import { ContextBar } from "./context-bar.tsx";
import { EnabledControl } from "./enabled-control.tsx";
import { columns } from "./model-columns.ts";
import type { Model } from "./use-model-pages.ts";

const ellipsis = { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" } as const;

/** The row's name; its link covers the whole row. */
export function ModelName({ model }: { model: Model }) {
	const { search } = useLocation();
	return (
		<Box sx={{ minWidth: 0 }}>
			<Link
				component={RouterLink}
				to={{ pathname: paths.model(model.id), search }}
				underline="none"
				sx={{
					display: "block",
					color: "text.primary",
					fontWeight: 550,
					...ellipsis,
					"&::after": { content: '""', position: "absolute", inset: 0 },
					"&:focus-visible": { outline: "none" },
					"&:focus-visible::after": { outline: "2px solid", outlineColor: "primary.main", outlineOffset: -2 },
				}}
			>
				{model.displayName}
			</Link>
			<Box sx={{ fontSize: 12, color: "text.secondary", ...ellipsis }}>{model.id}</Box>
		</Box>
	);
}

/** A model as a line of the table. */
export const ModelRow = memo(function ModelRow({ model }: { model: Model }) {
	const free = model.priceState === "free";
	const cells = [
		<ModelName key="name" model={model} />,
		<Box key="provider" sx={{ display: "flex", alignItems: "center", gap: 1, minWidth: 0 }}>
			<ProviderMark provider={providerOf(model.id)} />
			<Box component="span" sx={ellipsis}>
				{model.providerName}
			</Box>
		</Box>,
		<Price key="in" usdPer1M={model.inputPer1M} free={free} />,
		<Price key="out" usdPer1M={model.outputPer1M} free={free} />,
		model.cachedInputPer1M === null ? (
			<Box key="cached" component="span" sx={{ color: "text.secondary" }}>
				–
			</Box>
		) : (
			<Price key="cached" usdPer1M={model.cachedInputPer1M} free={free} />
		),
		<ContextBar key="context" tokens={model.contextLength} />,
		<CapabilityTags key="capabilities" capabilities={model.capabilities} />,
		<EnabledControl key="enabled" model={model} />,
	];
	return columns.map(({ label, numeric }, index) => (
		<Box key={label} role="cell" sx={{ minWidth: 0, textAlign: numeric ? "right" : undefined }}>
			{cells[index]}
		</Box>
	));
});
