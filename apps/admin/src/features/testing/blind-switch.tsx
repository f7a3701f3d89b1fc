import FormControlLabel from "@mui/material/FormControlLabel";
import Switch from "@mui/material/Switch";

/** Whether the next test hides whose answer is whose. One answer alone hides nothing. */
export function BlindSwitch({
	on,
	possible,
	onChange,
}: {
	on: boolean;
	possible: boolean;
	onChange: (on: boolean) => void;
}) {
	return (
		<FormControlLabel
			control={<Switch checked={on && possible} disabled={!possible} onChange={(_, next) => onChange(next)} />}
			label="Blind: hide names until I vote"
			slotProps={{ typography: { sx: { fontSize: 14 } } }}
			sx={{ ml: 0, gap: 1 }}
		/>
	);
}
