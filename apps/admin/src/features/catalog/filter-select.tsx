import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";

interface FilterSelectProps<Value extends string> {
	label: string;
	value: Value | null;
	options: { value: Value; label: string }[];
	/** There is always one: no "Any". */
	required?: boolean;
	onChange: (value: Value | null) => void;
}

/** One choice among few, with "Any" on top. */
export function FilterSelect<Value extends string>({
	label,
	value,
	options,
	required,
	onChange,
}: FilterSelectProps<Value>) {
	return (
		<TextField
			select
			label={label}
			value={value ?? ""}
			onChange={(event) => onChange(options.find((option) => option.value === event.target.value)?.value ?? null)}
			sx={{ minWidth: { xs: 104, md: 132 } }}
		>
			{!required && <MenuItem value="">Any</MenuItem>}
			{options.map((option) => (
				<MenuItem key={option.value} value={option.value}>
					{option.label}
				</MenuItem>
			))}
		</TextField>
	);
}
