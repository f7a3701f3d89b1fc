import Box from "@mui/material/Box";
import { formatTokens } from "@/lib/format.ts";

// Windows differ by factors, so each doubling from 2K on is one step of the bar; it is full at 2M.
const steps = 10;
const fill = (tokens: number) => Math.min(1, Math.max(0.05, Math.log2(tokens / 2_000) / steps));

/** How much a model can read: a bar to compare by, and the number. */
export function ContextBar({ tokens }: { tokens: number | null }) {
	if (tokens === null) return <Box sx={{ color: "text.secondary" }}>unknown</Box>;
	return (
		<Box sx={{ display: "flex", alignItems: "center", gap: 1 }}>
			<Box aria-hidden sx={{ width: 48, height: 6, borderRadius: 1, bgcolor: "action.hover", overflow: "hidden" }}>
				<Box sx={{ height: 1, bgcolor: "text.secondary", opacity: 0.6 }} style={{ width: `${fill(tokens) * 100}%` }} />
			</Box>
			<Box
				component="span"
				sx={{ fontVariantNumeric: "tabular-nums" }}
				title={`${tokens.toLocaleString("en-US")} tokens`}
			>
				{formatTokens(tokens)}
			</Box>
		</Box>
	);
}
