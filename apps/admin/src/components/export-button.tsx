import DownloadIcon from "@mui/icons-material/DownloadOutlined";
import Button from "@mui/material/Button";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { useState } from "react";
import { type ExportFormat, type ExportSource, useExport } from "@/lib/use-export.ts";

interface ExportButtonProps {
	/** The file's, before date and ending. */
	name: string;
	/** What is in it, such as "12 tests". */
	what: string;
	source: ExportSource;
	disabled?: boolean;
}

/** Downloads what is filtered; while it runs the button says how much came and stops it. */
export function ExportButton({ name, what, source, disabled }: ExportButtonProps) {
	const [anchor, setAnchor] = useState<HTMLElement | null>(null);
	const { megabytes, start, stop } = useExport(name, source);
	if (megabytes !== null) {
		return (
			<Button variant="outlined" color="inherit" onClick={stop}>
				Stop · {megabytes.toFixed(1)} MB
			</Button>
		);
	}
	const pick = (format: ExportFormat) => () => {
		setAnchor(null);
		start(format);
	};
	return (
		<>
			<Button
				variant="outlined"
				color="inherit"
				startIcon={<DownloadIcon />}
				disabled={disabled}
				aria-haspopup="menu"
				aria-expanded={anchor !== null}
				onClick={(event) => setAnchor(event.currentTarget)}
			>
				Export
			</Button>
			<Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
				<MenuItem onClick={pick("csv")}>CSV of {what}</MenuItem>
				<MenuItem onClick={pick("json")}>JSON of {what}</MenuItem>
			</Menu>
		</>
	);
}
