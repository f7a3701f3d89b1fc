import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { NumberField } from "./number-field.tsx";
import { presets } from "./presets.ts";
import type { Calculator } from "./use-calculator.ts";

/** How many messages there will be, and how large. */
export function GivenForm({ url, set }: Pick<Calculator, "url" | "set">) {
	const current = presets.find(
		(preset) => preset.in === url.in && preset.out === url.out && preset.cached === url.cached,
	);
	return (
		<>
			<Box role="group" aria-label="Start from" sx={{ display: "flex", flexWrap: "wrap", gap: 0.75 }}>
				{presets.map((preset) => (
					<Button
						key={preset.key}
						variant="outlined"
						color={preset === current ? "primary" : "inherit"}
						aria-pressed={preset === current}
						title={preset.meaning}
						onClick={() => void set({ in: preset.in, out: preset.out, cached: preset.cached })}
					>
						{preset.label}
					</Button>
				))}
			</Box>
			<Typography variant="caption" color="textSecondary" sx={{ display: "block", minHeight: 36 }}>
				{current ? `Stands for ${current.meaning}.` : "Your own sizes."}
			</Typography>
			<Box sx={{ display: "grid", gridTemplateColumns: "1fr 1fr", gap: 2, alignItems: "start" }}>
				<NumberField
					label="Messages a day"
					value={url.messages}
					least={1}
					most={1_000_000}
					onChange={(messages) => void set({ messages })}
				/>
				<NumberField
					label="Days a month"
					value={url.days}
					least={1}
					most={31}
					onChange={(days) => void set({ days })}
				/>
				<NumberField
					label="Input tokens"
					value={url.in}
					least={1}
					most={2_000_000}
					onChange={(input) => void set({ in: input })}
				/>
				<NumberField
					label="Output tokens"
					value={url.out}
					least={1}
					most={1_000_000}
					onChange={(out) => void set({ out })}
				/>
				<NumberField
					label="Cached input, %"
					value={url.cached}
					least={0}
					most={100}
					onChange={(cached) => void set({ cached })}
				/>
				<NumberField
					label="Spread, ± %"
					value={url.spread}
					least={0}
					most={90}
					onChange={(spread) => void set({ spread })}
				/>
			</Box>
		</>
	);
}
