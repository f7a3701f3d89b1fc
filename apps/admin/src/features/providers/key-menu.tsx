import MoreVertIcon from "@mui/icons-material/MoreVert";
import IconButton from "@mui/material/IconButton";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { useState } from "react";
import type { CardActions, ProviderKey } from "./types.ts";
import { useSetKeyEnabled } from "./use-set-key-enabled.ts";

interface KeyMenuProps {
	providerKey: ProviderKey;
	place: { index: number; count: number } | null;
	on: CardActions;
	onMove: (by: -1 | 1) => void;
}

/** What is done with a saved key now and then. */
export function KeyMenu({ providerKey, place, on, onMove }: KeyMenuProps) {
	const [anchor, setAnchor] = useState<HTMLElement | null>(null);
	const setEnabled = useSetKeyEnabled();
	const { name, enabled, id, providerType, hasKey } = providerKey;
	const isCustom = providerType === "custom";
	const pick = (action: () => void) => () => {
		setAnchor(null);
		action();
	};
	return (
		<>
			<IconButton
				aria-label={`More for ${name}`}
				aria-haspopup="menu"
				aria-expanded={anchor !== null}
				onClick={(event) => setAnchor(event.currentTarget)}
			>
				<MoreVertIcon fontSize="small" />
			</IconButton>
			<Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
				{(hasKey || !isCustom) && (
					<MenuItem onClick={pick(() => on.edit(providerKey))}>{isCustom ? "Edit" : "Replace at once"}</MenuItem>
				)}
				{place && (
					<MenuItem disabled={place.index === 0} onClick={pick(() => onMove(-1))}>
						Try earlier
					</MenuItem>
				)}
				{place && (
					<MenuItem disabled={place.index === place.count - 1} onClick={pick(() => onMove(1))}>
						Try later
					</MenuItem>
				)}
				{!isCustom && <MenuItem onClick={pick(() => on.add(providerType))}>Add another key</MenuItem>}
				<MenuItem onClick={pick(() => setEnabled(id, !enabled))}>{enabled ? "Disable" : "Enable"}</MenuItem>
				<MenuItem onClick={pick(() => on.remove(providerKey))} sx={{ color: "error.main" }}>
					Delete key
				</MenuItem>
			</Menu>
		</>
	);
}
