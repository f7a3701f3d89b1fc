import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { useToast } from "@/components/toast.tsx";
import type { DraftFields } from "../composer/draft.ts";
import { savePreset } from "./presets.ts";

interface PresetDialogProps {
	open: boolean;
	onClose: () => void;
	parameters: () => DraftFields["parameters"];
}

/** Asks how the parameters shall be called. */
export function PresetDialog({ open, onClose, parameters }: PresetDialogProps) {
	const toast = useToast();
	const [name, setName] = useState("");
	const save = () => {
		const isKept = savePreset(name.trim(), parameters());
		toast(
			isKept
				? { message: `Preset “${name.trim()}” saved in this browser.` }
				: { message: "This browser does not let the page keep anything.", severity: "error" },
		);
		setName("");
		onClose();
	};
	return (
		<Dialog open={open} onClose={onClose} fullWidth maxWidth="xs" aria-labelledby="preset-title">
			<form
				// React hands events of a dialog on to the form that it was opened from.
				onSubmit={(event) => {
					event.preventDefault();
					event.stopPropagation();
					if (name.trim() !== "") save();
				}}
			>
				<DialogTitle id="preset-title">Save these parameters</DialogTitle>
				<DialogContent>
					<TextField
						label="Name"
						fullWidth
						margin="dense"
						autoFocus
						value={name}
						onChange={(event) => setName(event.target.value)}
						helperText="Kept in this browser, without the cost cap. The same name again replaces it."
						slotProps={{ htmlInput: { maxLength: 60 } }}
					/>
				</DialogContent>
				<DialogActions>
					<Button color="inherit" onClick={onClose}>
						Cancel
					</Button>
					<Button type="submit" variant="contained" disabled={name.trim() === ""}>
						Save
					</Button>
				</DialogActions>
			</form>
		</Dialog>
	);
}
