import DarkModeIcon from "@mui/icons-material/DarkModeOutlined";
import LightModeIcon from "@mui/icons-material/LightModeOutlined";
import SettingsBrightnessIcon from "@mui/icons-material/SettingsBrightnessOutlined";
import IconButton from "@mui/material/IconButton";
import { useColorScheme } from "@mui/material/styles";
import { useState } from "react";
import { LazyMenu } from "./lazy-menu.tsx";

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
			<IconButton
				aria-label="Theme"
				title={`Theme: ${current.label.toLowerCase()}`}
				aria-haspopup="menu"
				aria-expanded={anchor !== null}
				onClick={(event) => setAnchor(event.currentTarget)}
			>
				<current.icon fontSize="small" />
			</IconButton>
			<LazyMenu
				anchor={anchor}
				onClose={() => setAnchor(null)}
				items={modes.map(({ mode: choice, label, icon }) => ({
					label,
					icon,
					selected: choice === mode,
					onPick: () => setMode(choice),
				}))}
			/>
		</>
	);
}
