import TextField from "@mui/material/TextField";

interface MomentFieldProps {
	label: string;
	value: Date | null;
	onChange: (value: Date | null) => void;
}

/** A date and time in the reader's time zone. */
export const MomentField = ({ label, value, onChange }: MomentFieldProps) => (
	<TextField
		label={label}
		type="datetime-local"
		value={value ? localText(value) : ""}
		onChange={(event) => onChange(event.target.value === "" ? null : new Date(event.target.value))}
		slotProps={{ inputLabel: { shrink: true }, htmlInput: { max: "9999-12-31T23:59" } }}
		// In half of a phone's width it would cut off its end, and with it whether it is morning or evening.
		sx={{ gridColumn: { xs: "1 / -1", sm: "auto" } }}
	/>
);

/** As the field wants it: `2026-01-31T08:00`. */
function localText(moment: Date): string {
	const shifted = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
	return shifted.toISOString().slice(0, 16);
}
