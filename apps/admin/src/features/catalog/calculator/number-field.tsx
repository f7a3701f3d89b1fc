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
	/** What is being written, and the value that it belongs to: one that comes from elsewhere takes its place. */
	const [written, setWritten] = useState<{ text: string; value: number } | null>(null);
	const text = written?.value === value ? written.text : null;
	const problemOf = (words: string) => {
		const number = numberOf(words);
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
				const isNumber = problemOf(target.value) === null;
				setWritten({ text: target.value, value: isNumber ? numberOf(target.value) : value });
				if (isNumber) onChange(numberOf(target.value));
			}}
			onBlur={() => problem === null && setWritten(null)}
			slotProps={{ htmlInput: { inputMode: "numeric", autoComplete: "off" } }}
		/>
	);
}

/** `12,000` as well as `12000`. */
const numberOf = (words: string): number => (/\d/.test(words) ? Number(words.replace(/[,\s]/g, "")) : Number.NaN);
