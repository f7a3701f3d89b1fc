import Typography from "@mui/material/Typography";
import { formatRate } from "@/lib/format.ts";

const tabular = { fontVariantNumeric: "tabular-nums" } as const;

/** A rate in USD per 1M tokens. Free and unknown are words, so that neither is ever read as a number. */
export function Price({ usdPer1M, free }: { usdPer1M: string | null; free?: boolean }) {
	if (free) {
		return (
			<Typography component="span" variant="body2" sx={{ color: "success.main", fontWeight: 550 }}>
				free
			</Typography>
		);
	}
	if (usdPer1M === null) {
		return (
			<Typography component="span" variant="body2" color="textSecondary">
				unknown
			</Typography>
		);
	}
	return (
		<Typography component="span" variant="body2" sx={tabular}>
			{formatRate(usdPer1M)}
		</Typography>
	);
}
