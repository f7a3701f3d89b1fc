import InfoIcon from "@mui/icons-material/InfoOutlined";
import IconButton from "@mui/material/IconButton";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { LazyPopover } from "./lazy-popover.tsx";

interface CostTermsProps {
	/** How the amount came to be known. */
	meaning: string;
	/** The formula's terms in words. */
	lines: readonly string[];
	/** What else belongs to it, such as who paid. */
	note?: string | undefined;
}

/** The evidence behind an amount, under an ⓘ. */
export function CostTerms({ meaning, lines, note }: CostTermsProps) {
	const [anchor, setAnchor] = useState<HTMLElement | null>(null);
	return (
		<>
			<IconButton
				aria-label="How this cost was worked out"
				onClick={(event) => setAnchor(event.currentTarget)}
				sx={{ p: 0.25, ml: 0.25 }}
			>
				<InfoIcon sx={{ fontSize: 15 }} />
			</IconButton>
			<LazyPopover label="Cost" anchor={anchor} width={420} onClose={() => setAnchor(null)}>
				<Typography variant="body2" sx={{ mb: 1 }}>
					{meaning}
				</Typography>
				{lines.map((line) => (
					<Typography key={line} variant="body2" color="textSecondary" sx={{ fontVariantNumeric: "tabular-nums" }}>
						{line}
					</Typography>
				))}
				{note && (
					<Typography variant="body2" sx={{ mt: 1 }}>
						{note}
					</Typography>
				)}
			</LazyPopover>
		</>
	);
}
