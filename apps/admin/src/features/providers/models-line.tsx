import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Link from "@mui/material/Link";
import { Link as RouterLink } from "react-router";
import { formatAgo, plural } from "@/lib/format.ts";
import { paths } from "@/lib/paths.ts";
import type { ProviderGroup } from "./types.ts";
import type { ProviderSync } from "./use-provider-sync.ts";

/** The provider's models in the catalog, how fresh they are, and a sync of them with its progress. */
export function ModelsLine({ group, sync }: { group: ProviderGroup; sync: ProviderSync }) {
	const { providerType } = group.facts;
	const { slug, keySource } = group.keys[0];
	const { status, progress } = sync.of(providerType, providerType === "custom" ? slug : null);
	if (keySource === "sandbox" || !status) return null;
	const isBusy = sync.isRunning && progress?.isOver === false;
	return (
		<Box
			sx={{
				display: "flex",
				alignItems: "center",
				gap: 1,
				pt: 1,
				borderTop: 1,
				borderColor: "divider",
				fontSize: 13,
				color: "text.secondary",
			}}
		>
			<Box role="status" sx={{ flex: 1, minWidth: 0, overflowWrap: "anywhere" }}>
				{progress ? progress.words : freshness(status)}
			</Box>
			<Link component={RouterLink} to={`${paths.catalog}?provider=${providerType}`} sx={{ whiteSpace: "nowrap" }}>
				Models
			</Link>
			<Button color="inherit" loading={isBusy} disabled={sync.isRunning} onClick={() => sync.start(providerType)}>
				Sync
			</Button>
		</Box>
	);
}

type Status = NonNullable<ReturnType<ProviderSync["of"]>["status"]>;

function freshness({ state, freshSince, failure, modelsFound }: Status): string {
	if (state === "failing") return `Not synced: ${failure?.message ?? "the list could not be read."}`;
	if (state === "never") return "Models not synced yet";
	return [modelsFound !== null && plural(modelsFound, "model"), freshSince && `synced ${formatAgo(freshSince)}`]
		.filter(Boolean)
		.join(" · ");
}
