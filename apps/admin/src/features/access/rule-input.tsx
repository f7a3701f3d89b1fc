import OutlinedInput from "@mui/material/OutlinedInput";
import { useState } from "react";

interface RuleInputProps {
	label: string;
	value: string;
	placeholder: string;
	/** Takes digits alone. */
	numeric?: boolean;
	autoFocus?: boolean;
	width: number | "100%";
	onCommit: (value: string) => void;
}

/** A field in a cell: what is typed counts when it is left or Enter is pressed, so that rows do not move under the hand. */
export function RuleInput({ label, value, placeholder, numeric, autoFocus, width, onCommit }: RuleInputProps) {
	const [typed, setTyped] = useState<string | null>(null);
	const commit = () => {
		if (typed !== null && typed !== value) onCommit(typed);
		setTyped(null);
	};
	return (
		<OutlinedInput
			size="small"
			value={typed ?? value}
			placeholder={placeholder}
			title={value}
			autoFocus={autoFocus ?? false}
			inputMode={numeric ? "numeric" : "text"}
			onChange={(event) => setTyped(numeric ? event.target.value.replace(/\D/g, "") : event.target.value)}
			onBlur={commit}
			onKeyDown={(event) => {
				if (event.key === "Enter") commit();
				else if (event.key === "Escape") setTyped(null);
			}}
			inputProps={{ "aria-label": label, style: { textAlign: numeric ? "right" : "left", padding: "4px 8px" } }}
			sx={{ width, maxWidth: "100%", fontSize: 13 }}
		/>
	);
}
