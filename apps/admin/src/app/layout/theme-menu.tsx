import DarkModeIcon from "@mui/icons-material/DarkModeOutlined";
import LightModeIcon from "@mui/icons-material/LightModeOutlined";
import SettingsBrightnessIcon from "@mui/icons-material/SettingsBrightnessOutlined";
import IconButton from "@mui/material/IconButton";
import ListItemIcon from "@mui/material/ListItemIcon";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { useColorScheme } from "@mui/material/styles";
import Tooltip from "@mui/material/Tooltip";
import { useState } from "react";

const modes = [
	{ mode: "light", label: "Light", icon: LightModeIcon },
	{ mode: "dark", label: "Dark", icon: DarkModeIcon },
	{ mode: "system", label: "As the system", icon: SettingsBrightnessIcon },
] as const;

export function ThemeMenu() {
	const { mode, setMode } = useColorScheme();
	const [anchor, setAnchor] = useState<HTMLElement | null>(null);
	const current = modes.find((entry) => entry.mode === mode) ?? modes[2];
	return (
		<>
			<Tooltip title={`Theme: ${current.label.toLowerCase()}`}>
				<IconButton
					aria-label="Theme"
					aria-haspopup="menu"
					aria-expanded={anchor !== null}
					onClick={(event) => setAnchor(event.currentTarget)}
				>
					<current.icon fontSize="small" />
				</IconButton>
			</Tooltip>
			<Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
				{modes.map(({ mode: choice, label, icon: Icon }) => (
					<MenuItem
						key={choice}
						selected={choice === mode}
						onClick={() => {
							setMode(choice);
							setAnchor(null);
						}}
					>
						<ListItemIcon>
							<Icon fontSize="small" />
						</ListItemIcon>
						{label}
					</MenuItem>
				))}
			</Menu>
		</>
	);
}
