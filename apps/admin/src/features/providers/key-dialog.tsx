import CloseIcon from "@mui/icons-material/Close";
import Dialog from "@mui/material/Dialog";
import DialogTitle from "@mui/material/DialogTitle";
import IconButton from "@mui/material/IconButton";
import type { Theme } from "@mui/material/styles";
import useMediaQuery from "@mui/material/useMediaQuery";
import { useId } from "react";
import { KeyForm } from "./key-form.tsx";
import type { KeyTarget } from "./types.ts";

/** Adds a key or replaces one. */
export default function KeyDialog({ target, onClose }: { target: KeyTarget | null; onClose: () => void }) {
	const titleId = useId();
	const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("sm"));
	return (
		<Dialog
			open={target !== null}
			onClose={onClose}
			aria-labelledby={titleId}
			fullWidth
			maxWidth="sm"
			fullScreen={narrow}
		>
			<DialogTitle id={titleId} sx={{ pr: 6 }}>
				{target && titleOf(target)}
			</DialogTitle>
			<IconButton aria-label="Close" onClick={onClose} sx={{ position: "absolute", right: 12, top: 14 }}>
				<CloseIcon fontSize="small" />
			</IconButton>
			{target && <KeyForm key={target.saved?.id ?? target.facts.providerType} {...target} onDone={onClose} />}
		</Dialog>
	);
}

function titleOf({ facts, saved }: KeyTarget): string {
	if (facts.providerType === "custom") return saved ? `Edit ${saved.name}` : "Add a custom endpoint";
	return saved ? `Replace the key of ${saved.name}` : `Add a key for ${facts.displayName}`;
}
