import TextField from "@mui/material/TextField";
import { useState } from "react";
import { formatCount } from "@/lib/format.ts";

interface NumberFieldProps {
	label: string;
	value: number;
	least: number;
	most: number;
	onChange: (value: number) => void;
}

/** A whole number. What is no such number is said and never used. */
export function NumberField({ label, value, least, most, onChange }: NumberFieldProps) {
	/** As it is being written; null shows the value. */
	const [text, setText] = useState<string | null>(null);
	const problemOf = (written: string) => {
		const number = numberOf(written);
		return Number.isInteger(number) && number >= least && number <= most
			? null
			: `A whole number from ${formatCount(least)} to ${formatCount(most)}.`;
	};
	const problem = problemOf(text ?? String(value));
	return (
		<TextField
			label={label}
			value={text ?? formatCount(value)}
			error={problem !== null}
			helperText={problem}
			onChange={({ target }) => {
				setText(target.value);
				if (problemOf(target.value) === null) onChange(numberOf(target.value));
			}}
			onBlur={() => problem === null && setText(null)}
			slotProps={{ htmlInput: { inputMode: "numeric", autoComplete: "off" } }}
		/>
	);
}

/** `12,000` as well as `12000`. */
const numberOf = (written: string): number => (/\d/.test(written) ? Number(written.replace(/[,\s]/g, "")) : Number.NaN);
