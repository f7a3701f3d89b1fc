import TuneIcon from "@mui/icons-material/TuneOutlined";
import Button from "@mui/material/Button";
import Divider from "@mui/material/Divider";
import ListItemText from "@mui/material/ListItemText";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { useState } from "react";
import { useFormContext } from "react-hook-form";
import { useToast } from "@/components/toast.tsx";
import type { DraftFields } from "../composer/draft.ts";
import { PresetDialog } from "./preset-dialog.tsx";
import { builtInPresets, ownPresets, type Preset, removePreset } from "./presets.ts";

/** Parameters that belong together, under a name: three of ours, and the person's own. */
export function PresetMenu() {
	const { getValues, setValue } = useFormContext<DraftFields>();
	const toast = useToast();
	const [anchor, setAnchor] = useState<HTMLElement | null>(null);
	const [isNaming, setIsNaming] = useState(false);
	const own = anchor ? ownPresets() : [];
	const close = () => setAnchor(null);
	const put = (values: DraftFields["parameters"]) =>
		setValue("parameters", values, { shouldDirty: true, shouldValidate: true });
	const apply = ({ name, values }: Preset) => {
		close();
		const before = { ...getValues("parameters") };
		put({ ...before, ...values });
		toast({ message: `Preset “${name}” applied.`, severity: "info", undo: () => put(before) });
	};
	const remove = (name: string) => {
		close();
		removePreset(name);
		toast({ message: `Preset “${name}” removed.`, severity: "info" });
	};
	return (
		<>
			<Button
				color="inherit"
				startIcon={<TuneIcon />}
				aria-haspopup="menu"
				aria-expanded={anchor !== null}
				onClick={(event) => setAnchor(event.currentTarget)}
			>
				Presets
			</Button>
			<Menu anchorEl={anchor} open={anchor !== null} onClose={close}>
				{builtInPresets.map((preset) => (
					<MenuItem key={preset.name} onClick={() => apply(preset)}>
						<ListItemText
							primary={preset.name}
							secondary={`temperature ${preset.values.temperature} · ${preset.hint}`}
						/>
					</MenuItem>
				))}
				{own.length > 0 && <Divider component="li" />}
				{own.map((preset) => (
					<MenuItem key={`own ${preset.name}`} onClick={() => apply(preset)}>
						<ListItemText primary={preset.name} secondary={`temperature ${preset.values.temperature} · yours`} />
					</MenuItem>
				))}
				<Divider component="li" />
				<MenuItem
					onClick={() => {
						close();
						setIsNaming(true);
					}}
				>
					Save these parameters…
				</MenuItem>
				{own.map(({ name }) => (
					<MenuItem key={`remove ${name}`} onClick={() => remove(name)} sx={{ color: "error.main" }}>
						Remove “{name}”
					</MenuItem>
				))}
			</Menu>
			<PresetDialog open={isNaming} onClose={() => setIsNaming(false)} parameters={() => getValues("parameters")} />
		</>
	);
}
