import SearchIcon from "@mui/icons-material/Search";
import Box from "@mui/material/Box";
import Dialog from "@mui/material/Dialog";
import InputBase from "@mui/material/InputBase";
import Typography from "@mui/material/Typography";
import useAutocomplete from "@mui/material/useAutocomplete";
import { useDeferredValue, useEffect, useEffectEvent, useState } from "react";
import { useNavigate } from "react-router";
import { PaletteOption } from "./palette-option.tsx";
import { type PaletteEntry, usePaletteEntries } from "./use-palette-entries.ts";

/** One field over pages, models, templates and tests: arrows choose, Enter goes there, Esc closes. */
export default function Palette({ onClose }: { onClose: () => void }) {
	const navigate = useNavigate();
	const [words, setWords] = useState("");
	const shown = useDeferredValue(words.trim());
	const { entries, isSearching, isBehind } = usePaletteEntries(shown);
	const isReady = shown === words.trim() && !isBehind;
	// Who types and presses Enter at once means what these words find, which is not listed yet.
	const [isAwaited, setIsAwaited] = useState(false);
	const go = (entry: PaletteEntry | undefined) => {
		setIsAwaited(false);
		if (!entry) return;
		onClose();
		void navigate(entry.path);
	};
	const goToFirst = useEffectEvent(() => go(entries[0]));
	useEffect(() => {
		if (isAwaited && isReady) goToFirst();
	}, [isAwaited, isReady]);
	const { getRootProps, getInputProps, getListboxProps, getOptionProps, groupedOptions } = useAutocomplete({
		id: "palette",
		open: true,
		autoHighlight: true,
		options: entries,
		// What does not fit was left out already, and what is chosen leaves no text.
		filterOptions: (options) => options,
		getOptionLabel: ({ label }) => label,
		getOptionKey: ({ path }) => path,
		isOptionEqualToValue: (one, other) => one.path === other.path,
		value: null,
		inputValue: words,
		onInputChange: (_, next, reason) => {
			if (reason !== "input") return;
			setWords(next);
			setIsAwaited(false);
		},
		onChange: (_, entry) => go(entry ?? undefined),
	});
	return (
		<Dialog
			open
			onClose={onClose}
			fullWidth
			maxWidth="sm"
			slotProps={{ paper: { "aria-label": "Find anything" } }}
			sx={{ "& .MuiDialog-container": { alignItems: "flex-start" } }}
		>
			<Box
				{...getRootProps()}
				onKeyDown={(event) => {
					// The list would keep Esc for itself.
					if (event.key === "Escape") onClose();
					else if (event.key === "Enter" && !isReady) setIsAwaited(true);
					else getRootProps().onKeyDown?.(event);
				}}
			>
				<InputBase
					fullWidth
					autoFocus
					placeholder="Find a page, a model, a template or a test"
					startAdornment={<SearchIcon fontSize="small" sx={{ mr: 1, color: "text.secondary" }} />}
					inputProps={{ ...getInputProps(), "aria-label": "Find a page, a model, a template or a test" }}
					sx={{ px: 2, height: 52, borderBottom: 1, borderColor: "divider" }}
				/>
				<Box
					component="ul"
					{...getListboxProps()}
					aria-label="Found"
					aria-busy={isSearching}
					sx={{ listStyle: "none", m: 0, p: 0.5, height: "min(52dvh, 420px)", overflowY: "auto" }}
				>
					{(groupedOptions as typeof entries).map((entry, index) => (
						<PaletteOption
							key={entry.path}
							entry={entry}
							startsGroup={entry.group !== entries[index - 1]?.group}
							props={getOptionProps({ option: entry, index })}
						/>
					))}
				</Box>
				{entries.length === 0 && (
					<Typography role="status" variant="body2" color="textSecondary" sx={{ position: "absolute", top: 68, px: 2 }}>
						{isSearching ? "Searching…" : `Nothing is called “${words.trim()}”.`}
					</Typography>
				)}
			</Box>
		</Dialog>
	);
}
