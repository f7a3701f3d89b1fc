import type { RouterOutputs } from "@llm-hub/api/types";
import PlayIcon from "@mui/icons-material/PlayArrow";
import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Paper from "@mui/material/Paper";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { Link } from "react-router";
import { CopyButton } from "@/components/copy-button.tsx";
import { ProviderMark } from "@/components/provider-mark.tsx";
import { WhyNot } from "@/components/why-not.tsx";
import { formatCount, formatDate } from "@/lib/format.ts";
import { providerOf } from "@/lib/model-id.ts";
import { paths } from "@/lib/paths.ts";
import { useSession } from "@/lib/session.ts";
import { CapabilityTags } from "./capability-tags.tsx";
import { ChangeInboxNotice } from "./change-inbox-notice.tsx";
import { EnabledControl } from "./enabled-control.tsx";
import { FactRow } from "./fact-row.tsx";
import { Measured } from "./measured.tsx";
import { PriceHistory } from "./price-history.tsx";
import { PriceTable } from "./price-table.tsx";
import { useModelNotes } from "./use-model-notes.ts";

export type ModelDetail = RouterOutputs["catalog"]["byId"];

const tokens = (count: number | null) =>
	count === null ? <Box sx={{ color: "text.secondary" }}>unknown</Box> : `${formatCount(count)} tokens`;

/** Every fact of a model with where it was read and when, and the way into the lab. */
export function ModelFacts({ model }: { model: ModelDetail }) {
	const { sources } = model;
	const { user } = useSession();
	const aliases = useModelNotes().aliasesOf(model.id);
	return (
		<Stack sx={{ p: 3, gap: 2.5, overflowY: "auto" }}>
			<Box sx={{ pr: 4 }}>
				<Stack direction="row" sx={{ alignItems: "center", gap: 1 }}>
					<ProviderMark provider={providerOf(model.id)} size={20} />
					<Typography variant="h1" component="h2">
						{model.displayName}
					</Typography>
				</Stack>
				<Stack direction="row" sx={{ alignItems: "center", color: "text.secondary" }}>
					<Box component="code" sx={{ fontSize: 13, overflowWrap: "anywhere" }}>
						{model.id}
					</Box>
					<CopyButton text={model.id} label="Copy the model id" />
				</Stack>
			</Box>
			{model.retiredAt && (
				<Alert severity="warning" variant="outlined">
					Retired since {formatDate(model.retiredAt)}: it stays here because the history names it.
				</Alert>
			)}
			<Stack direction="row" sx={{ alignItems: "center", gap: 2 }}>
				<Button
					component={Link}
					to={paths.testModel(model.id)}
					variant="contained"
					startIcon={<PlayIcon />}
					disabled={!model.enabled || model.retiredAt !== null || model.usability?.usable === false}
				>
					Test this model
				</Button>
				<EnabledControl model={model} />
			</Stack>
			{model.usability?.usable === false && (
				<Paper variant="outlined" sx={{ p: 2 }}>
					<WhyNot modelId={model.id} />
				</Paper>
			)}
			<section>
				<Typography variant="h3" component="h3" sx={{ mb: 1 }}>
					Price
				</Typography>
				<ChangeInboxNotice modelId={model.id} />
				<PriceTable price={model.price} priceState={model.priceState} />
			</section>
			<section>
				<Typography variant="h3" component="h3" sx={{ mb: 1 }}>
					Price history
				</Typography>
				<PriceHistory key={model.id} modelId={model.id} />
			</section>
			{user && (
				<section>
					<Typography variant="h3" component="h3" sx={{ mb: 1 }}>
						Measured by us
					</Typography>
					<Measured modelId={model.id} />
				</section>
			)}
			<section>
				<Typography variant="h3" component="h3" sx={{ mb: 1 }}>
					Facts
				</Typography>
				<Box component="dl" sx={{ m: 0 }}>
					<FactRow label="Provider">{model.providerName}</FactRow>
					{aliases && <FactRow label="Alias">{aliases}</FactRow>}
					<FactRow label="Model there">
						<Box component="code" sx={{ overflowWrap: "anywhere" }}>
							{model.upstreamId}
						</Box>
					</FactRow>
					<FactRow label="Context" source={model.contextLength === null ? null : sources.facts}>
						{tokens(model.contextLength)}
					</FactRow>
					<FactRow label="Longest answer" source={model.maxOutputTokens === null ? null : sources.facts}>
						{tokens(model.maxOutputTokens)}
					</FactRow>
					<FactRow label="Can do" source={sources.facts}>
						<CapabilityTags capabilities={model.capabilities} />
					</FactRow>
					<FactRow label="Ends" source={sources.deprecationDate}>
						{model.deprecationDate ? formatDate(model.deprecationDate) : "no date known"}
					</FactRow>
					<FactRow label="In the catalog since">{formatDate(model.firstSeenAt)}</FactRow>
				</Box>
			</section>
		</Stack>
	);
}
