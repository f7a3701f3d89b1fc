import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Link from "@mui/material/Link";
import Skeleton from "@mui/material/Skeleton";
import { Link as RouterLink } from "react-router";
import { formatAgo, plural } from "@/lib/format.ts";
import { paths } from "@/lib/paths.ts";
import { hasEnded, type SyncItem } from "@/lib/sync-state.ts";
import type { CatalogSync, SyncStatus } from "@/lib/use-catalog-sync.ts";
import type { ProviderGroup } from "./types.ts";

/** The provider's models in the catalog, how fresh they are, and a sync of them with its progress. */
export function ModelsLine({ group, sync }: { group: ProviderGroup; sync: CatalogSync }) {
	const { providerType } = group.facts;
	const { slug, keySource, problem, lastTest } = group.keys[0];
	const endpoint = providerType === "custom" ? slug : null;
	const isThis = (row: { provider: string; endpoint: string | null }) =>
		row.provider === providerType && row.endpoint === endpoint;
	const status = sync.status?.providers.find(isThis);
	if (keySource === "sandbox" || (!status && !sync.isStatusAwaited)) return null;
	const { startedAt, items } = sync.state;
	const freshSince = status?.freshSince ?? null;
	const isToldByStatus = startedAt !== null && freshSince !== null && freshSince >= startedAt;
	const item = isToldByStatus ? undefined : items.find(isThis);
	const isBusy = sync.isRunning && item !== undefined && !hasEnded(item);
	return (
		<Box
			sx={{
				display: "flex",
				alignItems: "center",
				gap: 1,
				pt: 1,
				// On a phone its words take two lines.
				minHeight: 48,
				borderTop: 1,
				borderColor: "divider",
				fontSize: 13,
				color: "text.secondary",
			}}
		>
			<Box role="status" sx={{ flex: 1, minWidth: 0, overflowWrap: "anywhere" }}>
				{(item && progress(item)) ??
					(status ? freshness(status, problem ?? lastTest?.error?.message) : <Skeleton width={180} />)}
			</Box>
			<Link component={RouterLink} to={`${paths.catalog}?provider=${providerType}`} sx={{ whiteSpace: "nowrap" }}>
				Models
			</Link>
			<Button
				color="inherit"
				loading={isBusy}
				disabled={!status || sync.isRunning || sync.isStarting}
				onClick={() => sync.start([providerType])}
			>
				Sync
			</Button>
		</Box>
	);
}

/** What the sync that is followed says of a provider; null while it has nothing to say. */
function progress({ phase, pages, modelsFound, failure }: SyncItem): string | null {
	if (phase === "failed") return failure?.message ?? null;
	if (phase === "done") return `${plural(modelsFound, "model")} · synced just now`;
	if (phase !== "listing") return null;
	return ["listing models", pages > 0 && `page ${pages}`, modelsFound > 0 && plural(modelsFound, "model")]
		.filter(Boolean)
		.join(" · ");
}

/** How fresh they are; what is wrong with the key is said above. */
function freshness(
	{ state, freshSince, failure, modelsFound }: SyncStatus["providers"][number],
	saidAbove: string | undefined,
): string {
	if (state === "failing" && failure && failure.message === saidAbove) return "Not synced for the same reason";
	if (state === "failing") return `Not synced: ${failure?.message ?? "the list could not be read."}`;
	if (state === "never") return "Models not synced yet";
	return [modelsFound !== null && plural(modelsFound, "model"), freshSince && `synced ${formatAgo(freshSince)}`]
		.filter(Boolean)
		.join(" · ");
}
