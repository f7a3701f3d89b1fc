import Divider from "@mui/material/Divider";
import ListItemIcon from "@mui/material/ListItemIcon";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import type SvgIcon from "@mui/material/SvgIcon";
import type { ReactNode } from "react";

export interface BarMenuProps {
	anchor: HTMLElement | null;
	/** Stands above the items. */
	head?: ReactNode;
	items: { label: string; icon?: typeof SvgIcon; selected?: boolean; onPick: () => void }[];
	onClose: () => void;
}

/** What opens under a button of the bar. */
export default function BarMenu({ anchor, head, items, onClose }: BarMenuProps) {
	return (
		<Menu anchorEl={anchor} open={anchor !== null} onClose={onClose}>
			{head}
			{head && <Divider />}
			{items.map(({ label, icon: Icon, selected, onPick }) => (
				<MenuItem
					key={label}
					selected={selected}
					onClick={() => {
						onClose();
						onPick();
					}}
				>
					{Icon && (
						<ListItemIcon>
							<Icon fontSize="small" />
						</ListItemIcon>
					)}
					{label}
				</MenuItem>
			))}
		</Menu>
	);
}
