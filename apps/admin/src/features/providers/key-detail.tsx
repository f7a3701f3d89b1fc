import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { daysSince, formatAgo, plural } from "@/lib/format.ts";
import type { ProviderKey } from "./types.ts";

/** Which key it is, and since when: a preview, never the key. */
export function KeyDetail({ providerKey }: { providerKey: ProviderKey }) {
	const { keySource, keyPreview, rotatedAt, baseUrl, environmentVariable, hasKey, keyVersion } = providerKey;
	if (keySource === "sandbox") {
		return (
			<Detail>
				A practice provider built into this server. It invents its answers, costs nothing and needs no key.
			</Detail>
		);
	}
	const origin = keySource === "environment" ? `from ${environmentVariable}` : enteredAt(rotatedAt);
	return (
		<Detail>
			{hasKey ? (
				<>
					<Box component="code" sx={{ color: "text.primary" }}>
						{keyPreview ?? "***"}
					</Box>
					{[keyVersion && keyVersion > 1 && `version ${keyVersion}`, origin]
						.filter(Boolean)
						.map((part) => ` · ${part}`)}
				</>
			) : (
				"without a key"
			)}
			{baseUrl && <Box sx={{ overflowWrap: "anywhere" }}>{baseUrl}</Box>}
		</Detail>
	);
}

function enteredAt(moment: string | null): string | null {
	if (!moment) return null;
	const days = daysSince(moment);
	// A date says little of an age.
	return `entered ${formatAgo(moment)}${days > 30 ? ` · ${plural(days, "day")} old` : ""}`;
}

const Detail = ({ children }: { children: React.ReactNode }) => (
	<Typography component="div" variant="body2" color="textSecondary">
		{children}
	</Typography>
);
