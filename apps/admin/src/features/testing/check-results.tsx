import type { CheckResult } from "@llm-hub/api/schemas";
import CheckIcon from "@mui/icons-material/CheckCircleOutlined";
import CancelIcon from "@mui/icons-material/HighlightOff";
import Box from "@mui/material/Box";

/** Which checks a text passed, and what stood there instead. */
export function CheckResults({ label, results }: { label: string; results: readonly CheckResult[] }) {
	return (
		<Box component="ul" aria-label={label} sx={{ listStyle: "none", m: 0, mb: 1, p: 0, fontSize: 13 }}>
			{results.map(({ label: asked, passed, found }) => {
				const Icon = passed ? CheckIcon : CancelIcon;
				return (
					<Box
						component="li"
						key={asked}
						sx={{ display: "flex", gap: 0.75, color: passed ? "success.main" : "error.main", overflowWrap: "anywhere" }}
					>
						<Icon aria-hidden sx={{ fontSize: 16, mt: "2px" }} />
						<span>
							{passed ? "passed" : "failed"}: {asked}
							{found !== null && `, here: ${found}`}
						</span>
					</Box>
				);
			})}
		</Box>
	);
}
