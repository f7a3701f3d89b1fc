import FormControl from "@mui/material/FormControl";
import FormHelperText from "@mui/material/FormHelperText";
import InputLabel from "@mui/material/InputLabel";
import OutlinedInput, { type OutlinedInputProps } from "@mui/material/OutlinedInput";
import { useId } from "react";

interface TextInputProps extends Omit<OutlinedInputProps, "id" | "ref"> {
	label: string;
	helperText: string | undefined;
}

/**
 * A line of text with its label and what is wrong with it. TextField brings selects, menus and popovers along; the pages
 * that everybody loads first do without.
 */
export function TextInput({ label, helperText, error, ...props }: TextInputProps) {
	const id = useId();
	const helpId = `${id}-help`;
	return (
		<FormControl error={error} fullWidth>
			<InputLabel htmlFor={id}>{label}</InputLabel>
			<OutlinedInput id={id} label={label} aria-describedby={helperText ? helpId : undefined} {...props} />
			{helperText && <FormHelperText id={helpId}>{helperText}</FormHelperText>}
		</FormControl>
	);
}
