import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";

const periods = [
	{ days: 7, label: "Last 7 days" },
	{ days: 30, label: "Last 30 days" },
	{ days: 90, label: "Last 90 days" },
	{ days: null, label: "All time" },
];

/** How far back the figures reach; null is all time. */
export function PeriodSelect({ days, onChange }: { days: number | null; onChange: (days: number | null) => void }) {
	return (
		<TextField
			select
			label="Period"
			value={days ?? "all"}
			onChange={({ target }) => onChange(target.value === "all" ? null : Number(target.value))}
			sx={{ minWidth: 150 }}
		>
			{periods.map((period) => (
				<MenuItem key={period.label} value={period.days ?? "all"}>
					{period.label}
				</MenuItem>
			))}
		</TextField>
	);
}
