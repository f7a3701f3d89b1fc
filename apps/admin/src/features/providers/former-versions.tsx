import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { formatCount, formatDate, formatUsd, plural } from "@/lib/format.ts";
import type { KeyVersion } from "./types.ts";

/** Versions whose secrets are destroyed, and what they paid for. */
export function FormerVersions({ versions }: { versions: KeyVersion[] }) {
	if (versions.length === 0) return null;
	return (
		<Box component="section" aria-label="Retired versions">
			<Typography variant="h3" sx={{ mb: 0.5 }}>
				Retired
			</Typography>
			<Box component="ul" sx={{ listStyle: "none", m: 0, p: 0, fontSize: 13, color: "text.secondary" }}>
				{versions.map(({ version, keyPreview, enteredAt, retiredAt, usage }) => (
					<Box component="li" key={version} sx={{ py: 0.25, fontVariantNumeric: "tabular-nums" }}>
						Version {version} · <code>{keyPreview ?? "without a key"}</code> ·{" "}
						{[
							`${formatDate(enteredAt)} to ${retiredAt ? formatDate(retiredAt) : "unknown"}`,
							plural(usage.runs, "run"),
							usage.failures > 0 && plural(usage.failures, "failure"),
							`${formatUsd(usage.costUsd)}${usage.unpricedRuns > 0 ? ` and ${formatCount(usage.unpricedRuns)} unpriced` : ""}`,
						]
							.filter(Boolean)
							.join(" · ")}
					</Box>
				))}
			</Box>
		</Box>
	);
}
