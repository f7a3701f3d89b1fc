import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { plural } from "@/lib/format.ts";
import { AddModel } from "../add-model.tsx";
import { rangeWords } from "./forecast-words.ts";
import type { Calculator } from "./use-calculator.ts";

/** Which model is used now, so that the others are held against it. */
export function BaselineLine({ url, set, result }: Pick<Calculator, "url" | "set" | "result">) {
	const baseline = result.data?.baseline;
	return (
		<Box>
			<Typography variant="h3" component="h2" sx={{ mb: 1 }}>
				Used now
			</Typography>
			<Typography variant="body2" color="textSecondary" sx={{ mb: 1 }}>
				{baseline
					? `${baseline.forecast.displayName}${baseline.runs === null ? "" : `, which ${plural(baseline.runs, "run")} of the last 30 days asked, more than any other`}: ${rangeWords(baseline.forecast)}.`
					: "Say which model is used now, and each one tells what it would save."}
			</Typography>
			<AddModel label="Hold against" chosen={[]} onAdd={(now) => void set({ now })} />
			{url.now !== null && (
				<Button color="inherit" onClick={() => void set({ now: null })} sx={{ mt: 0.5 }}>
					Clear
				</Button>
			)}
		</Box>
	);
}
