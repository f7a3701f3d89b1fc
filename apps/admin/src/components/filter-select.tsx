import FormControl from "@mui/material/FormControl";
import InputLabel from "@mui/material/InputLabel";
import NativeSelect from "@mui/material/NativeSelect";
import OutlinedInput from "@mui/material/OutlinedInput";
import { useId } from "react";

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
	const id = useId();
	return (
		<FormControl size="small" sx={{ minWidth: { xs: 0, md: 128 }, flex: { xs: 1, md: "none" } }}>
			<InputLabel htmlFor={id} shrink disableAnimation>
				{label}
			</InputLabel>
			<NativeSelect
				id={id}
				value={value ?? ""}
				onChange={(event) => onChange(options.find((option) => option.value === event.target.value)?.value ?? null)}
				input={<OutlinedInput label={label} notched />}
			>
				{!required && <option value="">Any</option>}
				{options.map((option) => (
					<option key={option.value} value={option.value}>
						{option.label}
					</option>
				))}
			</NativeSelect>
		</FormControl>
	);
}
