import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { NumberField } from "./number-field.tsx";
import { presets } from "./presets.ts";
import type { Calculator } from "./use-calculator.ts";

const fields = [
	{ name: "messages", label: "Messages a day", least: 1, most: 1_000_000 },
	{ name: "days", label: "Days a month", least: 1, most: 31 },
	{ name: "in", label: "Input tokens", least: 1, most: 2_000_000 },
	{ name: "out", label: "Output tokens", least: 1, most: 1_000_000 },
	{ name: "cached", label: "Cached input, %", least: 0, most: 100 },
	{ name: "spread", label: "Spread, ± %", least: 0, most: 90 },
] as const;

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
				{fields.map(({ name, ...field }) => (
					<NumberField key={name} {...field} value={url[name]} onChange={(value) => void set({ [name]: value })} />
				))}
			</Box>
		</>
	);
}
