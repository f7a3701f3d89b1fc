import Box from "@mui/material/Box";
import type { Forecast } from "./forecast-words.ts";

/** A model's range on one scale with all the others; the amounts stand beside it in words. */
export function RangeBar({ forecast, mostUsd }: { forecast: Forecast; mostUsd: number }) {
	const { lowUsd, typicalUsd, highUsd } = forecast;
	if (lowUsd === null || typicalUsd === null || highUsd === null || mostUsd === 0) return null;
	const at = (usd: string) => (Number(usd) / mostUsd) * 100;
	return (
		<Box aria-hidden sx={{ position: "relative", height: 8, borderRadius: 1, bgcolor: "action.hover", minWidth: 96 }}>
			<Box
				sx={{ position: "absolute", inset: 0, borderRadius: 1, bgcolor: "primary.main", opacity: 0.35, minWidth: 2 }}
				style={{ left: `${at(lowUsd)}%`, right: `${100 - at(highUsd)}%` }}
			/>
			<Box
				sx={{ position: "absolute", top: -2, width: 2, height: 12, bgcolor: "primary.main" }}
				style={{ left: `min(${at(typicalUsd)}%, 100% - 2px)` }}
			/>
		</Box>
	);
}
