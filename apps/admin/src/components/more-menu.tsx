import MoreIcon from "@mui/icons-material/MoreVert";
import IconButton from "@mui/material/IconButton";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { useState } from "react";

export interface MenuAction {
	label: string;
	disabled?: boolean;
	/** Takes something away. */
	isDanger?: boolean;
	onPick: () => void;
}

/** What is done with a thing now and then. */
export function MoreMenu({ label, actions }: { label: string; actions: readonly MenuAction[] }) {
	const [anchor, setAnchor] = useState<HTMLElement | null>(null);
	return (
		<>
			<IconButton
				aria-label={label}
				aria-haspopup="menu"
				aria-expanded={anchor !== null}
				onClick={(event) => setAnchor(event.currentTarget)}
			>
				<MoreIcon fontSize="small" />
			</IconButton>
			<Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
				{actions.map(({ label: verb, disabled = false, isDanger = false, onPick }) => (
					<MenuItem
						key={verb}
						disabled={disabled}
						onClick={() => {
							setAnchor(null);
							onPick();
						}}
						sx={isDanger ? { color: "error.main" } : undefined}
					>
						{verb}
					</MenuItem>
				))}
			</Menu>
		</>
	);
}
