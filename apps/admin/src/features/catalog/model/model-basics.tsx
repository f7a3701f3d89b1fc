import Box from "@mui/material/Box";
import { formatCount, formatDay } from "@/lib/format.ts";
import { useAliases } from "@/lib/use-aliases.ts";
import { CapabilityTags } from "../capability-tags.tsx";
import { FactRow } from "../fact-row.tsx";
import type { ModelDetail } from "../model-facts.tsx";

const unknown = <Box sx={{ color: "text.secondary" }}>unknown</Box>;
const tokens = (count: number | null) => (count === null ? unknown : `${formatCount(count)} tokens`);
const day = (isoDay: string | null) => (isoDay === null ? unknown : formatDay(isoDay));

/** What the model is and can do, each fact with where it was read and when. */
export function ModelBasics({ model }: { model: ModelDetail }) {
	const aliases = useAliases().aliasesOf(model.id);
	const evidenceOf = (field: string) => model.sources[field] ?? model.sources.facts;
	return (
		<Box component="dl" sx={{ m: 0 }}>
			<FactRow label="Provider">{model.providerName}</FactRow>
			<FactRow label="Model there" source={model.sources.listing}>
				<Box component="code" sx={{ overflowWrap: "anywhere" }}>
					{model.upstreamId}
				</Box>
			</FactRow>
			<FactRow label="Can do" source={evidenceOf("capabilities")}>
				<CapabilityTags capabilities={model.capabilities} />
			</FactRow>
			<FactRow label="Context" source={model.contextLength === null ? null : evidenceOf("contextLength")}>
				{tokens(model.contextLength)}
			</FactRow>
			<FactRow label="Longest answer" source={model.maxOutputTokens === null ? null : evidenceOf("maxOutputTokens")}>
				{tokens(model.maxOutputTokens)}
			</FactRow>
			<FactRow label="Offered since" source={model.releasedOn === null ? null : model.sources.releasedOn}>
				{day(model.releasedOn)}
			</FactRow>
			<FactRow label="Knows until" source={model.knowledgeCutoff === null ? null : model.sources.knowledgeCutoff}>
				{day(model.knowledgeCutoff)}
			</FactRow>
			<FactRow label="Aliases">{aliases ?? <Box sx={{ color: "text.secondary" }}>none point here</Box>}</FactRow>
		</Box>
	);
}
