import type { AuditFilters } from "@llm-hub/api/schemas";
import DownloadIcon from "@mui/icons-material/DownloadOutlined";
import Button from "@mui/material/Button";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { useState } from "react";
import { useExport } from "./use-export.ts";

/** Downloads what is filtered; while it runs the button says how much came and stops it. */
export function ExportButton({ filters, isFiltered }: { filters: AuditFilters; isFiltered: boolean }) {
	const [anchor, setAnchor] = useState<HTMLElement | null>(null);
	const { megabytes, start, stop } = useExport(filters);
	const what = isFiltered ? "what is filtered" : "everything";
	if (megabytes !== null) {
		return (
			<Button variant="outlined" color="inherit" onClick={stop}>
				Stop · {megabytes.toFixed(1)} MB
			</Button>
		);
	}
	const pick = (format: "csv" | "json") => () => {
		setAnchor(null);
		start(format);
	};
	return (
		<>
			<Button
				variant="outlined"
				color="inherit"
				startIcon={<DownloadIcon />}
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
