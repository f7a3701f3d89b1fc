import MoreVertIcon from "@mui/icons-material/MoreVert";
import IconButton from "@mui/material/IconButton";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { useState } from "react";

interface KeyMenuProps {
	name: string;
	onAddAnother: () => void;
	onDelete: () => void;
}

/** What is done with a saved key now and then. */
export function KeyMenu({ name, onAddAnother, onDelete }: KeyMenuProps) {
	const [anchor, setAnchor] = useState<HTMLElement | null>(null);
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
				<MenuItem onClick={pick(onAddAnother)}>Add another key</MenuItem>
				<MenuItem onClick={pick(onDelete)} sx={{ color: "error.main" }}>
					Delete key
				</MenuItem>
			</Menu>
		</>
	);
}
