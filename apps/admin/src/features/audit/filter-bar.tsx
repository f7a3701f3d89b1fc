import SearchIcon from "@mui/icons-material/Search";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import OutlinedInput from "@mui/material/OutlinedInput";
import TextField from "@mui/material/TextField";
import { useRef } from "react";
import { useHotkeys } from "react-hotkeys-hook";
import { Kbd } from "@/components/kbd.tsx";
import { MomentField } from "@/components/moment-field.tsx";
import { ActionSelect } from "./action-select.tsx";
import type { AuditView } from "./use-audit-view.ts";

/** Search and filters; `/` goes to the search. */
export function FilterBar({ view, setView, isFiltered, clear }: AuditView) {
	const search = useRef<HTMLInputElement>(null);
	useHotkeys("/", () => search.current?.focus(), { preventDefault: true, useKey: true });
	return (
		<Box
			role="search"
			sx={{
				display: "grid",
				gridTemplateColumns: {
					xs: "repeat(2, minmax(0, 1fr))",
					md: "repeat(3, minmax(0, 1fr))",
					lg: "minmax(180px, 1.2fr) minmax(130px, 1fr) minmax(160px, 1fr) minmax(130px, 1fr) 205px 205px auto",
				},
				columnGap: 1,
				rowGap: 1.5,
				mt: 1,
				mb: 1.5,
			}}
		>
			<OutlinedInput
				size="small"
				type="search"
				placeholder="Search the audit"
				value={view.q}
				onChange={(event) => void setView({ q: event.target.value })}
				onKeyDown={(event) => event.key === "Escape" && search.current?.blur()}
				inputRef={search}
				inputProps={{ "aria-label": "Search the audit", "aria-keyshortcuts": "/", maxLength: 200 }}
				startAdornment={<SearchIcon aria-hidden fontSize="small" sx={{ mr: 1, color: "text.secondary" }} />}
				endAdornment={view.q === "" && <Kbd>/</Kbd>}
				sx={{ gridColumn: { xs: "1 / -1", md: "auto" } }}
			/>
			<TextField
				label="Who"
				placeholder="E-mail or id"
				value={view.who}
				onChange={(event) => void setView({ who: event.target.value })}
				slotProps={{ inputLabel: { shrink: true }, htmlInput: { maxLength: 254 } }}
			/>
			<ActionSelect value={view.action} onChange={(action) => void setView({ action })} />
			<TextField
				label="Target"
				placeholder="Name or id"
				value={view.target}
				onChange={(event) => void setView({ target: event.target.value })}
				slotProps={{ inputLabel: { shrink: true }, htmlInput: { maxLength: 500 } }}
			/>
			<MomentField label="From" value={view.from} onChange={(from) => void setView({ from })} />
			<MomentField label="Before" value={view.to} onChange={(to) => void setView({ to })} />
			<Button color="inherit" onClick={clear} disabled={!isFiltered} sx={{ justifySelf: "start" }}>
				Clear all
			</Button>
		</Box>
	);
}
